/** The engine beside what it is measured against, on the same cases: `npm run bench:localisation -- --data DIR [--robustness] [--seed N]`. */
import { parseArgs } from 'node:util';
import { answer } from './answer.ts';
import { rivals } from './rivals/index.ts';
import { robustness } from './robustness.ts';
import { header, line, score, type Scored } from './score.ts';
import { strata, type Judged } from './sets/judged.ts';
import { simulated } from './simulator/judged.ts';

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
const groups = [...strata(values.data), ...simulated(seed, Number(values.incidents ?? 240))];
for (const { name, cases } of groups) {
  console.log(`\n${name}\n${header}`);
  console.log(line('Fieldmarshal', score(ours(cases))));
  if (cases.some(({ input }) => input.symptom.text !== '')) continue;
  for (const [rival, rank] of Object.entries(rivals))
    console.log(line(rival, score(cases.map((one) => theirs(one, rank)))));
}
if (values.robustness === true) for (const row of robustness(values.data)) console.log(row);

function ours(cases: readonly Judged[]): Scored[] {
  const answers = new Map(answer(cases));
  return cases.map(({ id, causes }) => {
    const found = answers.get(id);
    return { causes, ranked: found?.ranked ?? [], isClear: found?.clear ?? false, ms: found?.ms ?? 0 };
  });
}

function theirs({ causes, input }: Judged, rank: (typeof rivals)[string]): Scored {
  const begin = performance.now();
  const ranked = rank(input);
  return { causes, ranked, isClear: false, ms: performance.now() - begin };
}
