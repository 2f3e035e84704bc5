/** A bundle that crossed over: made at `sentAt` by its sender's clock, taken in at `takenAt` by the other's. Milliseconds since 1970. */
export interface Crossing {
  readonly direction: 'up' | 'down';
  readonly sentAt: number;
  readonly takenAt: number;
}

/** How far the site's clock may be ahead of headquarters' (negative: behind), in milliseconds. Null: not bounded on that side. */
export interface ClockBounds {
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

/**
 * What crossings say of two clocks without knowing how long the way took: no bundle arrives before it is sent. A bundle up that seems to
 * arrive early shows that the site is ahead by at least that; one down that seems so, that it is behind. Bounds that contradict each other
 * mean that a clock was set meanwhile; then only the newest of each direction are believed, given last.
 */
export function clockBounds(crossings: readonly Crossing[]): ClockBounds {
  const ups = crossings
    .filter(({ direction }) => direction === 'up')
    .map(({ sentAt, takenAt }) => sentAt - takenAt);
  const downs = crossings
    .filter(({ direction }) => direction === 'down')
    .map(({ sentAt, takenAt }) => takenAt - sentAt);
  const bounds = {
    atLeast: ups.length === 0 ? null : Math.max(...ups),
    atMost: downs.length === 0 ? null : Math.min(...downs),
  };
  if (bounds.atLeast === null || bounds.atMost === null || bounds.atLeast <= bounds.atMost) return bounds;
  const [up, down] = [ups.at(-1) ?? null, downs.at(-1) ?? null];
  return up !== null && down !== null && up > down
    ? { atLeast: up, atMost: null }
    : { atLeast: up, atMost: down };
}
