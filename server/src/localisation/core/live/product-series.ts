import { z } from 'zod';
import type { Series, SeriesRole } from '../case.ts';
import { finite, median } from '../numbers.ts';

const sample = z.tuple([z.number(), z.string()]);
const matrix = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(sample) })),
  }),
});

interface Reading {
  readonly role: SeriesRole;
  readonly name: string;
  readonly productLabel: string;
  /** Candidate id of what a label says; null where it is none. */
  readonly candidateOf: (label: string) => string | null;
  /** What came before this moment (milliseconds) is how it usually is. */
  readonly since: number;
  /** When an incident before this one was over, where one was, and for how long a rate still shows what went on before a moment. */
  readonly left?: { readonly endedAt: number; readonly forMs: number } | undefined;
}

type Row = readonly [at: number, value: number | null];

const seriesMax = 500;
/** Fewer values from before the trouble do not say how it usually is: the first minutes of a system, or of its metrics. */
const usualMin = 20;

/**
 * The series of an answer to a range query: one for each product, the first where several have its name. Null where it is no such answer;
 * what belongs to no candidate, or has too few values from before, is left out. Values that are no number are holes.
 */
export function seriesOf(answer: unknown, reading: Reading): Series[] | null {
  const parsed = matrix.safeParse(answer);
  if (!parsed.success) return null;
  const { role, name, productLabel, candidateOf, since, left } = reading;
  const found = new Map<string, Series>();
  for (const { metric, values } of parsed.data.data.result) {
    const product = candidateOf(metric[productLabel] ?? '');
    if (product === null || found.has(product) || found.size === seriesMax) continue;
    const rows = values.map(([at, text]): Row => [Math.round(at * 1_000), short(Number(text))]);
    const usual = rows.flatMap(([at, value]) => (at < since && value !== null ? [value] : []));
    if (usual.length < usualMin) continue;
    const now = withoutLeft(rows, usual, left).filter(([at]) => at >= since);
    found.set(product, {
      ...{ product, role, name },
      ...{ at: now.map(([at]) => at), value: now.map(([, value]) => value), usual },
    });
  }
  return [...found.values()];
}

/**
 * What is still coming down from an incident that was over says nothing of the trouble after it: until a rate has forgotten that incident,
 * a value above the usual is a hole unless it rises over the row in which it ended and the next, which still takes in its last moments.
 */
function withoutLeft(rows: readonly Row[], usual: readonly number[], left: Reading['left']): readonly Row[] {
  if (left === undefined) return rows;
  const { endedAt, forMs } = left;
  const next = rows.findIndex(([at]) => at > endedAt);
  if (next < 0) return rows;
  const level = median(usual);
  const reached = Math.max(...finite(rows.slice(Math.max(0, next - 1), next + 1).map(([, value]) => value)));
  return rows.map(([at, value]) =>
    at > endedAt && at <= endedAt + forMs && value !== null && value > level && value <= reached
      ? [at, null]
      : [at, value],
  );
}

/** It is stored with every verdict: more digits would say nothing. */
function short(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null;
}
