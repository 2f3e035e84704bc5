import { z } from 'zod';
import type { Span } from './span.ts';

/** Points of a line at most, and seconds between two at least: finer than it is scraped says nothing. */
const pointsMax = 300;
const stepSecondsMin = 15;
const linesMax = 10;

export function stepOf({ from, to }: Span): number {
  return Math.max(stepSecondsMin, Math.ceil((to - from) / 1_000 / pointsMax));
}

const sample = z.tuple([z.number(), z.string()]);
const answer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z
      .array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(sample) }))
      .max(5_000),
  }),
});

export interface DrawnLine {
  readonly name: string;
  /** Milliseconds since 1970; null: a hole. */
  readonly points: [number, number | null][];
}

/**
 * The lines of an answer to `query_range`, the ones with the highest values first, so that what is left out is least; null where it is no
 * such answer. A step without a value is a hole in the line.
 */
export function linesOf(
  body: unknown,
  { legend, stepSeconds }: { readonly legend: string | undefined; readonly stepSeconds: number },
): { readonly lines: DrawnLine[]; readonly more: number } | null {
  const parsed = answer.safeParse(body);
  if (!parsed.success) return null;
  const all = parsed.data.data.result.map(({ metric, values }) => ({
    name: nameOf(metric, legend),
    points: withHoles(values, stepSeconds),
  }));
  const lines = all.toSorted((a, b) => highest(b) - highest(a)).slice(0, linesMax);
  return { lines, more: all.length - lines.length };
}

function nameOf(metric: Readonly<Record<string, string>>, legend: string | undefined): string {
  const own = legend === undefined ? undefined : metric[legend];
  if (own !== undefined) return own.slice(0, 100);
  const labels = Object.entries(metric).filter(([label]) => label !== '__name__');
  const text = labels.map(([label, value]) => `${label}=${value}`).join(', ');
  return (text || metric['__name__'] || 'value').slice(0, 100);
}

function withHoles(
  values: readonly (readonly [number, string])[],
  stepSeconds: number,
): [number, number | null][] {
  const points: [number, number | null][] = [];
  for (const [at, text] of values.slice(0, 2 * pointsMax)) {
    const last = points.at(-1);
    const ms = Math.round(at * 1_000);
    if (last !== undefined && ms - last[0] > 1_500 * stepSeconds)
      points.push([last[0] + 1_000 * stepSeconds, null]);
    const value = Number(text);
    points.push([ms, Number.isFinite(value) ? value : null]);
  }
  return points;
}

function highest({ points }: DrawnLine): number {
  return points.reduce((most, [, value]) => Math.max(most, value ?? -Infinity), -Infinity);
}
