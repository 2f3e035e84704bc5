import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { useEffect, useRef, useState } from 'react';
import { singleKeysOn } from '../app/keys/keys.ts';

export type Decide = (row: ImpactRow, decision: 'confirm' | 'reject' | 'clear') => void;

export function rowKey({ kind, name }: Pick<ImpactRow, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** Whether somebody may still say something of it. */
export function isUndecided({ decision, standing, until }: ImpactRow): boolean {
  return decision === null && standing !== 'not-hit' && until === null;
}

/**
 * One key for each row of an open list: Y says that the current one is hit, N that it is not, the arrows (J, K) go on. The current row is
 * the first that nobody decided about, and the next such one after each answer. Gives its key; null where nothing waits.
 */
export function useRowKeys(rows: readonly ImpactRow[], onDecide: Decide): string | null {
  const [chosen, setChosen] = useState<string | null>(null);
  const open = rows.filter(isUndecided);
  const current = open.find((row) => rowKey(row) === chosen) ?? open[0];
  const press = (key: string): boolean => {
    if (current === undefined) return false;
    const at = open.indexOf(current);
    const step = { arrowdown: 1, j: 1, arrowup: -1, k: -1, y: 1, n: 1 }[key];
    if (step === undefined) return false;
    if (key === 'y' || key === 'n') onDecide(current, key === 'y' ? 'confirm' : 'reject');
    const next = open[Math.max(0, at + step)];
    setChosen(next === undefined ? null : rowKey(next));
    return true;
  };
  useDialogKeys(press);
  return current === undefined ? null : rowKey(current);
}

/** Keys while a dialog is open, where the keys of the page rest; not while somebody types. `press` says whether it took the key. */
export function useDialogKeys(press: (key: string) => boolean): void {
  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { target } = event;
      const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select');
      const isModified = event.ctrlKey || event.metaKey || event.altKey;
      if (event.defaultPrevented || event.repeat || isTyping || isModified || !singleKeysOn()) return;
      if (latest.current(event.key.toLowerCase())) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
