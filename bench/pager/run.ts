import { parseArgs } from 'node:util';
import { simulate } from './simulation.ts';
import { bugs } from './world.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    replay: { type: 'string' },
    bug: { type: 'string' },
  },
});
const bug = bugs.find((each) => each === values.bug) ?? null;

if (values.replay === undefined) run(Number(values.seed), Number(values.pages));
else {
  const report = simulate({ seed: Number(values.replay), bug, traced: true });
  for (const line of report.trace) console.log(line);
  console.log(report.violation ?? 'no violation');
}

/** Worlds one after another until enough pages were sent; stops at the first broken promise. */
function run(first: number, pages: number): void {
  const startedAt = performance.now();
  const sum = { worlds: 0, pages: 0, rings: 0, faults: 0 };
  for (let seed = first; sum.pages < pages; seed += 1) {
    const report = simulate({ seed, bug });
    sum.worlds += 1;
    sum.pages += report.pages;
    sum.rings += report.rings;
    sum.faults += report.faults;
    if (report.violation === null) continue;
    const { trace } = simulate({ seed, bug, traced: true });
    console.log(trace.slice(-60).join('\n'));
    console.log(`pager: violation in world ${seed} (replay: npm run bench:pager -- --replay ${seed})`);
    process.exitCode = 1;
    return;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const { worlds, rings, faults } = sum;
  console.log(
    `pager: ${sum.pages} pages, ${rings} messages, ${faults} faults in ${worlds} worlds from seed ${first}; violations 0 (must 0); ${seconds.toFixed(0)} s`,
  );
}
