import { useCallback, useEffect, useState, type RefObject } from 'react';

export interface HeldRows<T> {
  /** In held order while somebody points at or is inside the list, each with its newest content. */
  rows: readonly T[];
  /** Rows that would appear once let go. */
  added: number;
  /** Rows that would leave or change place. */
  changed: number;
  /** Lets the waiting rows in now. */
  release: () => void;
}

export interface HeldOrder {
  order: readonly string[];
  added: number;
  changed: number;
}

/** The order to show while held, and what waits behind it. Keys must be unique. */
export function holdOrder(held: readonly string[], coming: readonly string[]): HeldOrder {
  const before = new Set(held);
  const after = new Set(coming);
  const added = coming.filter((key) => !before.has(key)).length;
  const gone = held.filter((key) => !after.has(key)).length;
  const stayed = coming.filter((key) => before.has(key));
  const wasStayed = held.filter((key) => after.has(key));
  const moved = stayed.filter((key, index) => key !== wasStayed[index]).length;
  return { order: held, added, changed: gone + moved };
}

/**
 * Nothing moves under the pointer: while `ref` has the pointer or the focus, rows keep their place and number, and a
 * row that left stays with its last content. `keyOf` must be stable and unique.
 */
export function useHeldRows<T>(
  rows: readonly T[],
  ref: RefObject<HTMLElement | null>,
  keyOf: (row: T) => string,
): HeldRows<T> {
  const [held, setHeld] = useState<ReadonlyMap<string, T> | null>(null);
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const occupied = useOccupied(ref);
  if (occupied && held === null) setHeld(byKey);
  if (!occupied && held !== null) setHeld(null);
  const release = useCallback(() => setHeld(null), []);
  if (held === null) return { rows, added: 0, changed: 0, release };
  const { order, added, changed } = holdOrder([...held.keys()], [...byKey.keys()]);
  const shown = order.flatMap((key) => byKey.get(key) ?? held.get(key) ?? []);
  return { rows: shown, added, changed, release };
}

function useOccupied(ref: RefObject<HTMLElement | null>): boolean {
  const [occupied, setOccupied] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const inside = { pointer: element.matches(':hover'), focus: element.contains(document.activeElement) };
    const set = (change: Partial<typeof inside>) => {
      Object.assign(inside, change);
      setOccupied(inside.pointer || inside.focus);
    };
    set({});
    const end = new AbortController();
    const options = { signal: end.signal };
    element.addEventListener('pointerenter', () => set({ pointer: true }), options);
    element.addEventListener('pointerleave', () => set({ pointer: false }), options);
    element.addEventListener('focusin', () => set({ focus: true }), options);
    element.addEventListener(
      'focusout',
      (event) => set({ focus: event.relatedTarget instanceof Node && element.contains(event.relatedTarget) }),
      options,
    );
    return () => end.abort();
  }, [ref]);
  return occupied;
}
