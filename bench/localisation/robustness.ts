import type { Case, Spans } from '@fieldmarshal/server/localisation';
import { Random } from '../pager/random.ts';
import { answer } from './answer.ts';
import { header, line, score } from './score.ts';
import { strata, type Judged } from './sets/judged.ts';

const rowMs = 300_000;

/** The same cases with something wrong with the evidence. */
const harms: Readonly<Record<string, (one: Judged) => Judged>> = {
  'as it is': (one) => one,
  'alarm one row early': (one) => ({ ...one, input: shifted(one.input, -1) }),
  'alarm one row late': (one) => ({ ...one, input: shifted(one.input, 1) }),
  'without logs': (one) => ({
    ...one,
    input: { ...one.input, now: { ...one.input.now, logs: [] }, usual: { ...one.input.usual, logs: [] } },
  }),
  'cause sends no spans now': (one) => ({
    ...one,
    input: silence(one.input, new Set(one.causes)) ?? one.input,
  }),
  '10 % of traces': (one) => ({ ...one, input: sampled(one.input) }),
  'other names': renamed,
};

export function* robustness(data: string): Generator<string> {
  for (const { name, cases } of strata(data)) {
    if (name === 'rootcausebench') continue;
    yield `\n${name}, harmed\n${header}`;
    for (const [harm, apply] of Object.entries(harms)) {
      const harmed = cases.map(apply);
      const answers = new Map(answer(harmed));
      const scored = harmed.map(({ id, causes }) => ({
        causes,
        ranked: answers.get(id)?.ranked ?? [],
        isClear: answers.get(id)?.clear ?? false,
        ms: answers.get(id)?.ms ?? 0,
      }));
      yield line(harm, score(scored));
    }
  }
}

function shifted(input: Case, rows: number): Case {
  const step =
    input.series[0]?.at[1] === undefined ? rowMs : input.series[0].at[1] - (input.series[0].at[0] ?? 0);
  return { ...input, symptom: { ...input.symptom, at: input.symptom.at + rows * step } };
}

/** The same case with no span of some products since the trouble; null where there are no spans. */
export function silence(input: Case, products: ReadonlySet<string>): Case | null {
  return input.now.spans === null
    ? null
    : { ...input, now: { ...input.now, spans: without(input.now.spans, products) } };
}

function without(spans: Spans | null, products: ReadonlySet<string>): Spans | null {
  return spans === null ? null : kept(spans, (row) => !products.has(spans.product[row] ?? ''));
}

function sampled(input: Case): Case {
  const thin = (spans: Spans | null) => {
    const chance = new Random(17);
    const chosen = new Map<number, boolean>();
    for (const trace of spans?.trace ?? []) if (!chosen.has(trace)) chosen.set(trace, chance.chance(0.1));
    return spans === null ? null : kept(spans, (row) => chosen.get(spans.trace[row] ?? -1) === true);
  };
  return {
    ...input,
    now: { ...input.now, spans: thin(input.now.spans) },
    usual: { ...input.usual, spans: thin(input.usual.spans) },
  };
}

function kept(spans: Spans, isKept: (row: number) => boolean): Spans {
  const rows = spans.trace.map((_, row) => row).filter(isKept);
  const position = new Map(rows.map((row, at) => [row, at]));
  const pick = <T>(column: readonly T[]): T[] =>
    rows.flatMap((row) => (column[row] === undefined ? [] : [column[row]]));
  return {
    trace: pick(spans.trace),
    parent: pick(spans.parent).map((parent) => position.get(parent) ?? -1),
    product: pick(spans.product),
    operation: pick(spans.operation),
    startUs: pick(spans.startUs),
    durationUs: pick(spans.durationUs),
    ...(spans.failed !== undefined && { failed: pick(spans.failed) }),
  };
}

/** Every candidate gets a name that says nothing, in another order. */
function renamed(one: Judged): Judged {
  const { input } = one;
  const order = input.candidates.toSorted((a, b) => (a.id > b.id ? -1 : 1));
  const names = new Map(order.map(({ id }, at) => [id, `n${at}`]));
  const to = (id: string) => names.get(id) ?? id;
  const spans = (found: Spans | null) =>
    found === null ? null : { ...found, product: found.product.map(to) };
  return {
    ...one,
    causes: one.causes.map(to),
    input: {
      ...input,
      candidates: order.map((candidate) => ({ ...candidate, id: to(candidate.id) })),
      calls: input.calls.map(([from, callee]) => [to(from), to(callee)] as const),
      symptom: {
        ...input.symptom,
        product: input.symptom.product === null ? null : to(input.symptom.product),
      },
      series: input.series.map((series) => ({ ...series, product: to(series.product) })),
      now: {
        spans: spans(input.now.spans),
        logs: input.now.logs.map((log) => ({ ...log, product: to(log.product) })),
      },
      usual: {
        spans: spans(input.usual.spans),
        logs: input.usual.logs.map((log) => ({ ...log, product: to(log.product) })),
      },
    },
  };
}
