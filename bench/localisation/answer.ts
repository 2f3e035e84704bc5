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
  for (const { id, input, products = {} } of cases) {
    const begin = performance.now();
    const verdict = localise(input, weights);
    const ms = performance.now() - begin;
    const confidence = verdict.ranking[0]?.probability ?? verdict.nothing;
    const names = new Set(verdict.ranking.map((suspect) => products[suspect.id] ?? suspect.id));
    yield [id, { ranked: [...names], confidence, clear: verdict.clear, ms }];
  }
}

export function ranked(answers: Readonly<Record<string, Answer>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(answers).map(([id, found]) => [id, found.ranked]));
}
