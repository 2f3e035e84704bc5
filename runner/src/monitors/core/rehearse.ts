import { budgetEnd, burnOf } from './burn.ts';
import { crossing, type Point } from './forecast.ts';
import { isBeyond, worstOf } from './worst.ts';

/** How a monitor would have found something at an instant: P passed, F failed, X it found nothing. */
export interface Rehearsed {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly outcome: 'P' | 'F' | 'X';
  readonly value: number | null;
  /** When the limit is reached, where that is near enough to be told. */
  readonly crossesAt: number | null;
}

interface Grid {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** Every instant of the grid with the worst value of the lines then. */
export function overThreshold(
  lines: readonly (readonly Point[])[],
  { from, to, stepMs }: Grid,
  { direction, value: limit }: { readonly direction: 'above' | 'below'; readonly value: number },
): Rehearsed[] {
  const at = valuesAt(lines);
  return instants({ from, to, stepMs }).map((then) => {
    const value = worstOf(at.get(then) ?? [], direction);
    const outcome = value === null ? 'X' : isBeyond(value, limit, direction) ? 'F' : 'P';
    return { at: then, outcome, value, crossesAt: null };
  });
}

interface Slo {
  readonly objectivePercent: number;
  readonly factor: number;
  readonly tells: 'failing' | 'imminent';
  readonly budgetDays: number;
}

/** The same where both windows must burn the budget too fast. The value is the factor of the long one. */
export function overBurn(
  {
    long,
    short,
  }: { readonly long: readonly (readonly Point[])[]; readonly short: readonly (readonly Point[])[] },
  grid: Grid,
  slo: Slo,
): Rehearsed[] {
  const [longAt, shortAt] = [valuesAt(long), valuesAt(short)];
  return instants(grid).map((at) => {
    const bad = {
      long: worstOf(longAt.get(at) ?? [], 'above'),
      short: worstOf(shortAt.get(at) ?? [], 'above'),
    };
    if (bad.long === null || bad.short === null) return { at, outcome: 'X', value: null, crossesAt: null };
    const burn = burnOf({ long: bad.long, short: bad.short }, slo);
    const isToldAhead = slo.tells === 'imminent';
    return {
      at,
      outcome: burn.isTooFast && !isToldAhead ? 'F' : 'P',
      value: burn.long,
      crossesAt: burn.isTooFast && isToldAhead ? budgetEnd(burn, { ...slo, now: at }).likelyAt : null,
    };
  });
}

interface Forecast {
  readonly direction: 'above' | 'below';
  readonly limit: number;
  readonly withinMs: number;
  readonly historyMs: number;
}

/** At each instant what the line up to then would have said. Costs the square of the points of a history for each instant. */
export function overForecast(
  lines: readonly (readonly Point[])[],
  grid: Grid,
  { direction, limit, withinMs, historyMs }: Forecast,
): Rehearsed[] {
  return instants(grid).map((at) => {
    const seen = lines.map((line) => line.filter(([then]) => then <= at && then > at - historyMs));
    const value = worstOf(
      seen.flatMap((line) => line.at(-1)?.[1] ?? []),
      direction,
    );
    if (value === null) return { at, outcome: 'X', value, crossesAt: null };
    if (isBeyond(value, limit, direction)) return { at, outcome: 'F', value, crossesAt: null };
    const soonest = seen
      .flatMap((line) => crossing(line, { limit, isUpwards: direction === 'above', now: at })?.likelyAt ?? [])
      .reduce((a, b) => Math.min(a, b), Infinity);
    return { at, outcome: 'P', value, crossesAt: soonest - at <= withinMs ? soonest : null };
  });
}

function instants({ from, to, stepMs }: Grid): number[] {
  const list: number[] = [];
  for (let at = from; at <= to; at += stepMs) list.push(at);
  return list;
}

function valuesAt(lines: readonly (readonly Point[])[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [at, value] of lines.flat()) found.set(at, [...(found.get(at) ?? []), value]);
  return found;
}
