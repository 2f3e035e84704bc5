// Measures Fieldmarshal beside what it is compared with, in one run: `npm run bench`, or `npm run bench -- intake latency`.
import { alertmanagerBinary, loadgenFolder } from './prerequisites.ts';
import { measureCrash } from './crash.ts';
import { measureIntake } from './intake.ts';
import { measureLatency } from './latency.ts';
import { measureLive } from './live.ts';
import { measureLateness } from './paging/lateness.ts';
import { measureRecovery } from './paging/recovery.ts';
import { measureTakeOver } from './paging/takeover.ts';
import { measureRosters } from './schedules/agreement.ts';
import { measureSchedules } from './schedules/speed.ts';
import { measureStart } from './start.ts';
import { measureStatus } from './status/measure.ts';
import { conclude } from './verdict.ts';

const sections = {
  start: measureStart,
  schedules: measureSchedules,
  rosters: measureRosters,
  lateness: measureLateness,
  recovery: measureRecovery,
  takeover: measureTakeOver,
  live: measureLive,
  status: measureStatus,
  intake: measureIntake,
  latency: measureLatency,
  crash: measureCrash,
} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}. Sections: ${Object.keys(sections).join(', ')}.`);
  process.exit(2);
}
const tools = { loadgen: loadgenFolder(), alertmanager: alertmanagerBinary() };
let allMet = true;
for (const [name, measure] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n# ${name}`);
  await measure(tools);
  allMet = conclude(name) && allMet;
}
if (!allMet) process.exitCode = 1;
