/**
 * Fits the weights of the witnesses: `npm run fit:localisation -- --data DIR`, where DIR holds the development sets. Writes `weights.json`.
 * Maximises the mean log-probability of the true cause, each set counting the same, drawn towards 1 so that little data moves little.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  crossValidate,
  fit,
  fittedWeights,
  lossOf,
  witnesses,
  type Weights,
} from '@fieldmarshal/server/localisation';
import { collect } from './known.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, dry: { type: 'boolean' } } });
if (values.data === undefined) {
  console.error('usage: npm run fit:localisation -- --data DIR [--dry]');
  process.exit(2);
}
const known = collect(values.data);
// Always from the same place, so that what is left out of a fold is not remembered from an earlier fit.
const begin: Weights = {
  ...fittedWeights,
  witness: Object.fromEntries(witnesses.map(({ name }) => [name, 1])),
  nothing: 1.5,
  second: 4,
  temperature: 1,
  explaining: 0.8,
};
const weights = fit(known, begin);
const folds = crossValidate(known, begin);
console.log(
  `loss ${lossOf(known, begin).toFixed(4)} before, ${lossOf(known, weights).toFixed(4)} after, ${folds.loss.toFixed(4)} on folds left out`,
);
for (const line of folds.lines) console.log(line);
console.log('\nno product on both sides of a fold');
for (const line of crossValidate(known, begin, productOf).lines) console.log(line);
const story = {
  method:
    'coordinate search on the mean log-probability of the true cause, each set weighted alike (with the cause made silent: 0.3), ridge 0.25 towards 1',
  cases: known.length,
  sets: new Set(known.map(({ set }) => set)).size,
  loss: Number(lossOf(known, weights).toFixed(4)),
  lossLeftOut: Number(folds.loss.toFixed(4)),
};
const path = new URL('../../server/src/localisation/core/weights.json', import.meta.url);
if (values.dry !== true)
  writeFileSync(path, `${JSON.stringify({ ...weights, clear: folds.clear, fitted: story }, null, 2)}\n`);

/** Of a data set the product at fault, whatever was wrong with it; every simulated incident is on a system of its own. */
function productOf({ set, group }: (typeof known)[number]): string {
  return set === 'simulator' ? group : group.split('/').slice(0, 2).join('/');
}
