// Brings faults about while alerts come in, and says what became of them: `npm run bench:faults`, or `npm run bench:faults -- 7 8`.
import { rows } from './rows.ts';

/** Nobody may wait longer than this for a page once a fault is over. */
const recoverySMax = 120;
const asked = new Set(process.argv.slice(2));
let allMet = true;
console.log(
  '| fault | injected | lost | came again | doubled | recovery, s | |\n| --- | --- | --- | --- | --- | --- | --- |',
);
for (const { name, run } of rows) {
  if (asked.size > 0 && !asked.has(name.split(' ')[0] ?? '')) continue;
  const found = await run();
  if ('skipped' in found) {
    console.log(`| ${name} | – | – | – | – | – | SKIPPED: ${found.skipped} |`);
    continue;
  }
  const { injected, lost, repeated, doubled, recoveryS, note } = found;
  const isMet = injected > 0 && lost === 0 && doubled === 0 && recoveryS <= recoverySMax;
  allMet &&= isMet;
  console.log(
    `| ${name} | ${injected} | ${lost} | ${repeated} | ${doubled} | ${recoveryS.toFixed(1)} | ${isMet ? '' : 'MISSED: '}${note} |`,
  );
}
console.log(
  allMet
    ? 'Nothing acknowledged was lost, nobody was paged under two ids.'
    : `Missed: lost and doubled must be 0, recovery within ${recoverySMax} s.`,
);
process.exitCode = allMet ? 0 : 1;
