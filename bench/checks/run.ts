// Measures the runner: `npm run bench:checks`, or `npm run bench:checks -- accuracy`.
import { installed } from '../../runner/src/testing/workshop.ts';
import { conclude } from '../verdict.ts';
import { measureAccuracy } from './accuracy.ts';
import { measureSpeed } from './speed.ts';

const sections = { speed: measureSpeed, accuracy: measureAccuracy } as const;

if (installed.browser === null) {
  console.error('No Chromium or Chrome was found: nothing can be measured.');
  process.exit(2);
}
const asked = process.argv.slice(2);
let allMet = true;
for (const [name, measure] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n# ${name}`);
  await measure();
  allMet = conclude(name) && allMet;
}
if (!allMet) process.exitCode = 1;
