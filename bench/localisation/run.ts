/** Answers a data set with the product's own engine: `node bench/localisation/run.ts --dataset petshop --dir DIR --out predictions.json [--product]`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { answerOne, ranked, type Answer } from './answer.ts';
import { isDataset, readSet } from './sets/index.ts';

const { values } = parseArgs({
  options: {
    dataset: { type: 'string' },
    dir: { type: 'string' },
    out: { type: 'string' },
    product: { type: 'boolean' },
  },
});
const { dataset, dir, out } = values;
if (dataset === undefined || dir === undefined || out === undefined || !isDataset(dataset)) {
  console.error(
    'usage: node bench/localisation/run.ts --dataset petshop|nezha|rootcausebench --dir DIR --out predictions.json [--product]',
  );
  process.exit(2);
}
const answers: Record<string, Answer> = {};
for (const one of readSet(dataset, dir, { byProduct: values.product === true }))
  answers[one.id] = answerOne(one);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(answers, null, 1)}\n`);
writeFileSync(join(out, '..', 'predictions.ranked.json'), `${JSON.stringify(ranked(answers))}\n`);
