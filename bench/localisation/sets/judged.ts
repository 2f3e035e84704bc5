import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from './files.ts';
import { readSet, type Dataset } from './index.ts';
import type { SetCase } from './set-case.ts';

/** A case with its right answers; none = nothing is wrong. */
export interface Judged extends SetCase {
  readonly causes: readonly string[];
}

export interface Stratum {
  readonly name: string;
  readonly cases: readonly Judged[];
}

const truth = z.record(
  z.string(),
  z.looseObject({
    root_cause: z.array(z.string()),
    system: z.string().optional(),
    comparable: z.boolean().optional(),
    scenario: z.string().optional(),
  }),
);

/** Every set by system, cases of which nothing is wrong with their set. */
export function* strata(data: string): Generator<Stratum> {
  const sets: readonly Dataset[] = ['petshop', 'nezha', 'rootcausebench'];
  for (const set of sets) {
    const answers = truth.parse(readJson(join(data, set, 'truth.json')));
    const bySystem = new Map<string, Judged[]>();
    for (const one of readSet(set, join(data, set), { byProduct: false })) {
      const answer = answers[one.id];
      if (answer === undefined) continue;
      const isOther = answer.comparable === false && answer.root_cause.length > 0;
      const name = [set, answer.system, isOther ? answer.scenario : undefined].filter(Boolean).join(' ');
      bySystem.set(name, [...(bySystem.get(name) ?? []), { ...one, causes: answer.root_cause }]);
    }
    for (const [name, cases] of bySystem) yield { name, cases };
  }
}
