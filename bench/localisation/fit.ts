/**
 * Fits the weights of the witnesses: `npm run fit:localisation -- --data DIR`, where DIR holds the development sets. Writes `weights.json`.
 * `--only second,as-usual` begins with those that are shipped, and fits the ones named (a new witness with 1).
 * Maximises the mean log-probability of the true cause, each set counting the same, drawn towards 1 so that little data moves little.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  crossValidate,
  fit,
  fittedWeights,
  lossOf,
  witnesses,
  type Weights,
} from '@fieldmarshal/server/localisation';
import { collect } from './known.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, dry: { type: 'boolean' }, only: { type: 'string' } },
});
if (values.data === undefined) {
  console.error('usage: npm run fit:localisation -- --data DIR [--dry] [--only NAMES]');
  process.exit(2);
}
const known = collect(values.data);
const only = values.only === undefined ? undefined : new Set(values.only.split(','));
// Always from the same place, so that what is left out of a fold is not remembered from an earlier fit.
const blank = {
  ...{ witness: Object.fromEntries(witnesses.map(({ name }) => [name, 1])) },
  ...{ nothing: 1.5, second: 4, temperature: 1, explaining: 0.8 },
};
const shipped = { ...fittedWeights, witness: { ...blank.witness, ...fittedWeights.witness } };
const begin: Weights = only === undefined ? { ...fittedWeights, ...blank } : shipped;
const weights = fit(known, begin, only);
const folds = crossValidate(known, begin, { only });
console.log(
  `loss ${lossOf(known, begin).toFixed(4)} before, ${lossOf(known, weights).toFixed(4)} after, ${folds.loss.toFixed(4)} on folds left out`,
);
for (const line of folds.lines) console.log(line);
console.log('\nno product on both sides of a fold');
for (const line of crossValidate(known, begin, { groupOf: productOf, only }).lines) console.log(line);
const path = new URL('../../server/src/localisation/core/weights.json', import.meta.url);
const before = z.looseObject({ fitted: z.unknown() }).parse(JSON.parse(readFileSync(path, 'utf8')));
const story = {
  method:
    'coordinate search on the mean log-probability of just the true causes, each set weighted alike (with the cause made silent: 0.3), ridge 0.25 towards where it began',
  ...(values.only !== undefined && { only: values.only, begunFrom: before.fitted }),
  cases: known.length,
  sets: new Set(known.map(({ set }) => set)).size,
  loss: Number(lossOf(known, weights).toFixed(4)),
  lossLeftOut: Number(folds.loss.toFixed(4)),
};
if (values.dry !== true)
  writeFileSync(path, `${JSON.stringify({ ...weights, clear: folds.clear, fitted: story }, null, 2)}\n`);

/** Of a data set the product at fault, whatever was wrong with it; every simulated incident is on a system of its own. */
function productOf({ set, group }: (typeof known)[number]): string {
  return set === 'simulator' ? group : group.split('/').slice(0, 2).join('/');
}
