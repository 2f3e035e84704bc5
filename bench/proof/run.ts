// The live proof: the demo with real faults, real spans, real browsers; does the product name the cause, and how soon?
// npm run bench:live [-- --faults FILE | --sample N --seed S] [--details FILE]
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { quantile, round } from '../verdict.ts';
import { allCases, readCases, sampleOf } from './cases.ts';
import { startDemo, type Demo } from './demo.ts';
import { readHouse } from './truth.ts';
import { follow, untilQuiet, type Outcome } from './watch.ts';

const { values } = parseArgs({
  options: {
    faults: { type: 'string' },
    details: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const every = values.faults === undefined ? allCases() : readCases(values.faults);
const cases =
  values.sample === undefined ? every : sampleOf(every, Number(values.sample), Number(values.seed));

let demo = await startDemo();
const outcomes: Outcome[] = [];
try {
  const house = await readHouse(demo);
  console.log(`${cases.length} cases; seconds count from the fault, "-" is never.\n`);
  console.log(
    'alert  incident  page  draft  cause  top1 top3 clear team  severity right  impact R/P  what → who',
  );
  for (const each of cases) {
    demo = await quietDemo(demo);
    const outcome = await follow(demo, each, house(each.faults));
    outcomes.push(outcome);
    if (values.details !== undefined)
      appendFileSync(values.details, `${JSON.stringify({ ...each, ...outcome })}\n`);
    const told = outcome.told === null ? '' : ` (${outcome.told})`;
    console.log(`${line(outcome)}  ${each.name} → ${outcome.suspects || 'nobody'}${told}`);
  }
} finally {
  await demo.stop();
}
conclude();

/** The same demo once it is quiet, or a new one where a fault left traces that do not go. */
async function quietDemo(running: Demo): Promise<Demo> {
  try {
    await untilQuiet(running);
    return running;
  } catch (error) {
    console.log(`  the demo is started anew: ${error instanceof Error ? error.message : String(error)}`);
    await running.stop();
    const fresh = await startDemo();
    await untilQuiet(fresh);
    return fresh;
  }
}

function line(outcome: Outcome): string {
  const { alertS, incidentS, pageS, draftS, causeS, top1, top3, clear, team, severity, severityRight } =
    outcome;
  return [
    ...[alertS, incidentS, pageS, draftS, causeS].map((seconds) => (seconds?.toFixed(1) ?? '-').padStart(6)),
    ...[top1, top3, clear, team].map(mark),
    severity.padEnd(6),
    mark(severityRight),
    `${share(outcome.recall)}/${share(outcome.precision)}`,
  ].join(' ');
}

function mark(is: boolean | null): string {
  return is === null ? '  - ' : is ? '  x ' : '  . ';
}

function share(value: number | null): string {
  return value?.toFixed(2) ?? '  - ';
}

function conclude(): void {
  const opened = outcomes.filter(({ incidentS }) => incidentS !== null);
  const of = (found: (outcome: Outcome) => boolean): string =>
    `${opened.filter(found).length} of ${opened.length}`;
  console.log(`\nnoticed: ${outcomes.filter(({ alertS }) => alertS !== null).length} of ${outcomes.length}`);
  console.log(
    `opened an incident: ${opened.length}; of the others, an alert named the product: ${
      outcomes.filter(({ incidentS, named }) => incidentS === null && named).length
    } of ${outcomes.length - opened.length}`,
  );
  console.log(
    `of incidents: cause first ${of(({ top1 }) => top1)}, among three ${of(({ top3 }) => top3)}, clear and right ${of(
      ({ clear, top1 }) => clear && top1,
    )}, clear and wrong ${of(({ clear, top1 }) => clear && !top1)}, paged ${of(({ pageS }) => pageS !== null)}`,
  );
  const pairs = outcomes.filter(({ pairRight }) => pairRight !== null);
  console.log(
    `two causes named at once: ${pairs.length}, both of them right in ${pairs.filter(({ pairRight }) => pairRight).length}`,
  );
  console.log(
    `the first clear verdict right: ${outcomes.filter(({ firstClear }) => firstClear === true).length} of ${outcomes.filter(({ firstClear }) => firstClear !== null).length}`,
  );
  console.log(
    `the team at fault paged: ${outcomes.filter(({ team }) => team === true).length} of ${outcomes.filter(({ team }) => team !== null).length}; severity right: ${of(({ severityRight }) => severityRight === true)}`,
  );
  const nobodys = outcomes.filter((_, index) => cases[index]?.other !== null);
  if (nobodys.length > 0)
    console.log(
      `no product at fault: none named first and clear in ${nobodys.filter(({ top1 }) => top1).length} of ${nobodys.length}`,
    );
  for (const [name, read] of [
    ['alert', (each: Outcome) => each.alertS],
    ['page', (each: Outcome) => each.pageS],
    ['draft', (each: Outcome) => each.draftS],
    ['right cause', (each: Outcome) => each.causeS],
  ] as const) {
    const seconds = outcomes.flatMap((each) => read(each) ?? []);
    if (seconds.length > 0)
      console.log(
        `seconds to ${name}: p50 ${round(quantile(seconds, 0.5))}, p95 ${round(quantile(seconds, 0.95))}`,
      );
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const recalls = outcomes.flatMap(({ recall }) => recall ?? []);
  const precisions = outcomes.flatMap(({ precision }) => precision ?? []);
  if (recalls.length === 0) return;
  console.log(
    `impact: recall ${round(mean(recalls))}, precision ${round(mean(precisions))}, over ${recalls.length} incidents`,
  );
}
