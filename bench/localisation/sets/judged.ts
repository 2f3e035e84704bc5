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

/** Every set by system, cases of which nothing is wrong with their set; PetShop a second time by product, as its nodes are parts of some. */
export function* strata(data: string): Generator<Stratum> {
  const sets: readonly Dataset[] = ['petshop', 'nezha', 'rootcausebench'];
  for (const set of sets) {
    yield* stratumsOf(data, set, { byProduct: false });
    if (set === 'petshop') yield* stratumsOf(data, set, { byProduct: true });
  }
}

function* stratumsOf(data: string, set: Dataset, options: { byProduct: boolean }): Generator<Stratum> {
  const answers = truth.parse(readJson(join(data, set, 'truth.json')));
  const bySystem = new Map<string, Judged[]>();
  for (const one of readSet(set, join(data, set), options)) {
    const answer = answers[one.id];
    if (answer === undefined) continue;
    const isOther = answer.comparable === false && answer.root_cause.length > 0;
    const parts = [set, answer.system, isOther ? answer.scenario : undefined];
    const name = [...parts, options.byProduct ? 'by product' : undefined].filter(Boolean).join(' ');
    const causes = answer.root_cause.map((id) => one.products?.[id] ?? id);
    bySystem.set(name, [...(bySystem.get(name) ?? []), { ...one, causes }]);
  }
  for (const [name, cases] of bySystem) yield { name, cases };
}
