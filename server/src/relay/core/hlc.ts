/** A hybrid logical clock: milliseconds of the writer's clock, and a counter for what has the same. Orders as cause before effect, whatever the clocks say. */
export type Hlc = readonly [ms: number, count: number];

export const hlcZero: Hlc = [0, 0];

export function compareHlc(a: Hlc, b: Hlc): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** The stamp of something written at `nowMs` by who knows of `last` (the latest stamp seen, own or foreign): later than both. */
export function tick(last: Hlc, nowMs: number): Hlc {
  return nowMs > last[0] ? [nowMs, 0] : [last[0], last[1] + 1];
}

export function laterOf(a: Hlc, b: Hlc): Hlc {
  return compareHlc(a, b) >= 0 ? a : b;
}
