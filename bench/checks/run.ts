// Measures checks and what runs them: `npm run bench:checks`, or `npm run bench:checks -- accuracy`. No part takes over three minutes.
import { installed } from '../../runner/src/testing/workshop.ts';
import { conclude } from '../verdict.ts';
import { measureAccuracy } from './accuracy.ts';
import { measureCutOff } from './cut-off.ts';
import { measureDetection } from './detection.ts';
import { measureMatrix } from './matrix.ts';
import { measureMonitors } from './monitors.ts';
import { measureSpeed } from './speed.ts';

const sections = {
  speed: measureSpeed,
  monitors: measureMonitors,
  detection: measureDetection,
  matrix: measureMatrix,
  accuracy: measureAccuracy,
  'cut-off': measureCutOff,
} as const;

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
