import { fittedWeights, localise, type Weights } from '@fieldmarshal/server/localisation';
import type { SetCase } from './sets/set-case.ts';

export interface Answer {
  readonly ranked: readonly string[];
  readonly confidence: number;
  readonly clear: boolean;
  readonly ms: number;
}

/** Answers each case with the engine; `ms` is the engine alone, without reading files. */
export function* answer(
  cases: Iterable<SetCase>,
  weights: Weights = fittedWeights,
): Generator<[string, Answer]> {
  for (const one of cases) yield [one.id, answerOne(one, weights)];
}

export function answerOne(one: SetCase, weights: Weights = fittedWeights): Answer {
  if (one.asks === 'change') return answerChange(one, weights);
  const { input, products = {} } = one;
  const begin = performance.now();
  const verdict = localise(input, weights);
  const ms = performance.now() - begin;
  const confidence = verdict.ranking[0]?.probability ?? verdict.nothing;
  const names = new Set(verdict.ranking.map((suspect) => products[suspect.id] ?? suspect.id));
  return { ranked: [...names], confidence, clear: verdict.clear, ms };
}

export function ranked(answers: Readonly<Record<string, Answer>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(answers).map(([id, found]) => [id, found.ranked]));
}

function answerChange({ input }: SetCase, weights: Weights): Answer {
  const begin = performance.now();
  const { changes, none } = localise(input, weights).changes;
  const commits = new Set(input.changes.filter(({ kind }) => kind !== 'flag').map(({ id }) => id));
  // The set asks for a commit: where a flag is likelier than any, no commit is the answer.
  const isOne = (changes[0]?.probability ?? 0) > none;
  const found = isOne && commits.has(changes[0]?.id ?? '') ? changes.filter(({ id }) => commits.has(id)) : [];
  const ms = performance.now() - begin;
  const confidence = found[0]?.probability ?? none;
  return { ranked: found.map(({ id }) => id), confidence, clear: confidence >= weights.clear, ms };
}
