/** The engine beside what it is measured against, on the same cases: `npm run bench:localisation -- --data DIR [--robustness] [--seed N]`. */
import { parseArgs } from 'node:util';
import { localise, fittedWeights } from '@fieldmarshal/server/localisation';
import { answerOne } from './answer.ts';
import { rivals } from './rivals/index.ts';
import { robustness } from './robustness.ts';
import { header, line, score, type Scored } from './score.ts';
import { strata, type Judged } from './sets/judged.ts';
import { goalLines, tell, type Told } from './simulator/goals.ts';
import { incidents } from './simulator/incident.ts';
import { judgedOf } from './simulator/judged.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    robustness: { type: 'boolean' },
    seed: { type: 'string' },
    incidents: { type: 'string' },
  },
});
if (values.data === undefined) {
  console.error('usage: npm run bench:localisation -- --data DIR [--robustness] [--seed N] [--incidents N]');
  process.exit(2);
}
const evaluationSeed = 1001;
const seed = Number(values.seed ?? evaluationSeed);
const ourName = 'Fieldmarshal';

/** By who ranked, what became of each case: cases are looked at one by one, as all of them would not fit into memory. */
class Table {
  readonly #scored = new Map<string, Scored[]>();

  add(one: Judged): void {
    const found = answerOne(one);
    this.#put(ourName, { causes: one.causes, ranked: found.ranked, isClear: found.clear, ms: found.ms });
    if (one.asks === 'change') return;
    for (const [rival, rank] of Object.entries(rivals)) {
      const begin = performance.now();
      const ranked = inNames(rank(one.input), one.products ?? {});
      this.#put(rival, { causes: one.causes, ranked, isClear: false, ms: performance.now() - begin });
    }
  }

  print(name: string): void {
    console.log(`\n${name}\n${header}`);
    for (const [who, scored] of this.#scored) console.log(line(who, score(scored)));
  }

  #put(who: string, scored: Scored): void {
    this.#scored.set(who, [...(this.#scored.get(who) ?? []), scored]);
  }
}

for (const { name, cases } of strata(values.data)) {
  const table = new Table();
  for (const one of cases) table.add(one);
  table.print(name);
}
const byKind = new Map<string, Table>();
const told: Told[] = [];
for (const incident of incidents(seed, Number(values.incidents ?? 240))) {
  const { name, judged } = judgedOf(incident);
  const table = byKind.get(name) ?? new Table();
  byKind.set(name, table);
  table.add(judged);
  told.push(tell(incident, localise(incident.input, fittedWeights)));
}
for (const [name, table] of byKind) table.print(name);
console.log(`\nsimulator, seed ${seed}, all kinds`);
for (const row of goalLines(told)) console.log(row);
if (values.robustness === true) for (const row of robustness(values.data)) console.log(row);

function inNames(ranked: readonly string[], names: Readonly<Record<string, string>>): string[] {
  return [...new Set(ranked.map((id) => names[id] ?? id))];
}
