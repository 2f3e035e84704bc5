import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { NewRowsPill } from './NewRowsPill.tsx';
import { useHeldRows } from './held-rows.ts';
import './Table.css';

export interface VirtualListProps<T> {
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => string;
  children: (row: T) => ReactNode;
  /** Guess in px; rows are measured when shown. */
  rowHeight?: number;
  /** CSS height of the scroll region. */
  height: string;
  onOpen?: (row: T) => void;
  empty: ReactNode;
}

/** A list of any length; only what is on screen is in the page. J/K and arrows move, Enter opens. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, rowKey, children, rowHeight = 28, height, onOpen, empty } = props;
  const ref = useRef<HTMLDivElement>(null);
  const held = useHeldRows(props.rows, ref, rowKey);
  const { rows } = held;
  const keyAt = (index: number) => {
    const row = rows[index];
    return row === undefined ? index : rowKey(row);
  };
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => ref.current,
    estimateSize: () => rowHeight,
    getItemKey: keyAt,
    overscan: 8,
  });
  const focusAt = (index: number) => {
    virtual.scrollToIndex(index);
    requestAnimationFrame(() =>
      ref.current?.querySelector<HTMLElement>(`li[data-index="${index}"]`)?.focus(),
    );
  };
  return (
    <div className="ui-table-frame">
      <NewRowsPill {...held} />
      <div
        ref={ref}
        className="ui-virtual"
        style={{ height }}
        role="region"
        aria-label={label}
        tabIndex={0}
        onKeyDown={(event) => moveInList(event, rows.length, focusAt)}
      >
        {rows.length === 0 ? empty : null}
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                tabIndex={-1}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)` }}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
                }}
              >
                {children(row)}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function moveInList(event: KeyboardEvent, count: number, focusAt: (index: number) => void): void {
  const target = event.target;
  if (!(target instanceof Element) || target.matches('input, textarea, select')) return;
  const down = event.key === 'j' || event.key === 'ArrowDown';
  if (!down && event.key !== 'k' && event.key !== 'ArrowUp') return;
  const at = Number(target.closest('li')?.dataset['index'] ?? -1);
  event.preventDefault();
  event.stopPropagation();
  focusAt(Math.max(0, Math.min(count - 1, at + (down ? 1 : -1))));
}
