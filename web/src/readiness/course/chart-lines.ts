const dayMs = 86_400_000;

export interface Point {
  /** 0 (left) to 1 (right). */
  readonly x: number;
  /** 0 (top) to 1 (bottom). */
  readonly y: number;
}

/** Where a day lies between two others, 0 to 1; outside of them at the nearer end. */
function shareOf(day: string, from: string, to: string): number {
  const whole = Date.parse(to) - Date.parse(from);
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (Date.parse(day) - Date.parse(from)) / whole));
}

interface Left {
  readonly day: string;
  readonly applies: number;
  readonly met: number;
}

/** What was left on each day, and how much may be left at the end where not all of it has to be met. */
export function burnOf(
  days: readonly Left[],
  { from, due, target }: { readonly from: string; readonly due: string; readonly target: number },
) {
  const shown = days.filter(({ day }) => day >= from);
  const lefts = shown.map(({ applies, met }) => applies - met);
  const most = Math.max(0, ...lefts);
  const height = Math.max(1, most);
  const last = shown.at(-1);
  const end = last !== undefined && last.day > due ? last.day : due;
  const allowed = Math.floor(((last?.applies ?? 0) * (100 - target)) / 100);
  const points = shown.map(({ day }, index): Point => ({
    x: shareOf(day, from, end),
    y: 1 - (lefts[index] ?? 0) / height,
  }));
  const plan: Point[] = [
    { x: points[0]?.x ?? 0, y: points[0]?.y ?? 0 },
    { x: shareOf(due, from, end), y: 1 - Math.min(most, allowed) / height },
  ];
  return { points, plan, most, left: lefts.at(-1) ?? null, allowed, end };
}

/** Scores (0 to 4) in their order; a day without one leaves a hole. */
export function trendOf(scores: readonly (number | null)[]): Point[][] {
  const lines: Point[][] = [[]];
  for (const [index, score] of scores.entries())
    if (score === null) lines.push([]);
    else lines.at(-1)?.push({ x: scores.length < 2 ? 0 : index / (scores.length - 1), y: 1 - score / 4 });
  return lines.filter((line) => line.length > 0);
}

/** Points as SVG wants them, on a canvas of this size. */
export function pathOf(
  points: readonly Point[],
  { width, height }: { width: number; height: number },
): string {
  return points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x * width)} ${round(y * height)}`)
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Whole days from one to another; below zero where it is over. */
export function daysUntil(day: string, now: number): number {
  return Math.ceil((Date.parse(day) + dayMs - now) / dayMs) - 1;
}
