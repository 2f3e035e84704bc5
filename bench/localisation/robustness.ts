import type { Case, Spans } from '@fieldmarshal/server/localisation';
import { Random } from '../pager/random.ts';
import { answer } from './answer.ts';
import { header, line, score } from './score.ts';
import { strata, type Judged } from './sets/judged.ts';
import { amongStrangers, doubled, holed, later, picked, renamed, shuffled } from './transforms.ts';

const rowMs = 300_000;

/** The same cases with something wrong with the evidence, or told in another way. */
const harms: Readonly<Record<string, (one: Judged) => Judged>> = {
  'as it is': (one) => one,
  'alarm one row early': (one) => ({ ...one, input: shifted(one.input, -1) }),
  'alarm two rows late': (one) => ({ ...one, input: shifted(one.input, 2) }),
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
  'holes in series': (one) => ({ ...one, input: holed(one.input, new Random(3)) }),
  'spans sent twice': (one) => ({ ...one, input: doubled(one.input) }),
  'other names': underOtherNames,
  'another order': (one) => ({ ...one, input: shuffled(one.input, new Random(11)) }),
  'ten years later': (one) => ({ ...one, input: later(one.input, 315_576_000_000) }),
  'among 5,000 more products': (one) => ({ ...one, input: amongStrangers(one.input, 5_000) }),
};

export function* robustness(data: string): Generator<string> {
  for (const { name, cases } of strata(data)) {
    if (name === 'rootcausebench' || name.endsWith('by product')) continue;
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
  return spans === null ? null : only(spans, (row) => !products.has(spans.product[row] ?? ''));
}

function sampled(input: Case): Case {
  const thin = (spans: Spans | null) => {
    const chance = new Random(17);
    const chosen = new Map<number, boolean>();
    for (const trace of spans?.trace ?? []) if (!chosen.has(trace)) chosen.set(trace, chance.chance(0.1));
    return spans === null ? null : only(spans, (row) => chosen.get(spans.trace[row] ?? -1) === true);
  };
  return {
    ...input,
    now: { ...input.now, spans: thin(input.now.spans) },
    usual: { ...input.usual, spans: thin(input.usual.spans) },
  };
}

function only(spans: Spans, isKept: (row: number) => boolean): Spans {
  return picked(
    spans,
    spans.trace.map((_, row) => row).filter((row) => isKept(row)),
  );
}

/** Every candidate gets a name that says nothing, in another order. */
function underOtherNames(one: Judged): Judged {
  const ids = one.input.candidates.map(({ id }) => id).toSorted((a, b) => (a > b ? -1 : 1));
  const names = new Map(ids.map((id, at) => [id, `n${at}`]));
  const to = (id: string) => names.get(id) ?? id;
  return { ...one, causes: one.causes.map(to), input: renamed(one.input, to) };
}
