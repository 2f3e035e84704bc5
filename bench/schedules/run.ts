/** Answers schedule questions with the product's own code: `node bench/schedules/run.ts --in cases.json --out answers.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerCases } from '../../server/src/oncall/roster/neutral-form.ts';

const { values } = parseArgs({ options: { in: { type: 'string' }, out: { type: 'string' } } });
if (values.in === undefined || values.out === undefined) {
  console.error('usage: node bench/schedules/run.ts --in cases.json --out answers.json');
  process.exit(2);
}
const cases: unknown = JSON.parse(readFileSync(values.in, 'utf8'));
const answers = answerCases(cases);
writeFileSync(values.out, `${JSON.stringify(answers, null, 1)}\n`);
