import { describe, expect, test } from 'vitest';
import { crossing, type Point } from './forecast.ts';

const now = Date.UTC(2026, 10, 26);
const hour = 3_600_000;
const disk = { limit: 100, isUpwards: true, now };

/** A line that reaches 100 `inHours` from now, over a day, with `noise(index)` on it. */
function rising(inHours: number, noise: (index: number) => number = () => 0): Point[] {
  return Array.from({ length: 96 }, (_, index): Point => {
    const at = now - 24 * hour + index * hour * 0.25;
    return [at, 100 + ((at - now) / hour - inHours) + noise(index)];
  });
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

describe('a line on its way to a limit', () => {
  test('is told to the minute where it is straight', () => {
    expect(crossing(rising(6), disk)?.likelyAt).toBeCloseTo(now + 6 * hour, -4);
  });

  test('is told downwards too', () => {
    const falling = rising(6).map(([at, value]): Point => [at, -value]);
    expect(crossing(falling, { limit: -100, isUpwards: false, now })?.likelyAt).toBeCloseTo(
      now + 6 * hour,
      -4,
    );
  });

  test('is told in spite of outliers', () => {
    const wild = rising(6, (index) => (index % 6 === 0 ? 500 : 0));
    expect(crossing(wild, disk)?.likelyAt).toBeCloseTo(now + 6 * hour, -6);
  });

  test('that is there already is now', () => {
    expect(crossing(rising(-1), disk)).toEqual({ likelyAt: now, earliestAt: now, latestAt: now });
  });

  test.each([
    ['falls', rising(6).map(([at, value]): Point => [at, -value])],
    ['stands still', rising(6).map(([at]): Point => [at, 50])],
    ['has too few points', rising(6).slice(0, 5)],
    ['is only noise', rising(6).map(([at], index): Point => [at, 50 + Math.sin(index * 12.9) * 5])],
    ['is no number', rising(6).map(([at]): Point => [at, Number.NaN])],
  ])('says nothing where it %s', (_, points) => {
    expect(crossing(points, disk)).toBeNull();
  });

  test.each([
    ['independent noise', 0],
    ['noise that lasts', 0.6],
  ])('holds the truth in 90 of 100 intervals: %s', (_, memory) => {
    const next = random(7);
    let held = 0;
    let told = 0;
    for (let round = 0; round < 150; round += 1) {
      let last = 0;
      const points = rising(12, () => (last = memory * last + normal(next)));
      const found = crossing(points, disk);
      if (found === null) continue;
      told += 1;
      const truth = now + 12 * hour;
      if (found.earliestAt <= truth && (found.latestAt ?? Infinity) >= truth) held += 1;
    }
    expect(told).toBeGreaterThan(140);
    expect(held / told).toBeGreaterThan(0.88);
  });
});
