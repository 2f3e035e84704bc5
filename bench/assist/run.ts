/** Answers a view with the product's own code: `node bench/assist/run.ts --task summary --in VIEW.jsonl.gz --out predictions.jsonl [--feedback LABELS.jsonl]`. */
import { parseArgs } from 'node:util';
import { writeRows } from './rows.ts';
import { draftsOf } from './tasks/draft.ts';
import { rcaOf } from './tasks/rca.ts';
import { similarOf } from './tasks/similar.ts';
import { summariesOf } from './tasks/summary.ts';
import { triageOf } from './tasks/triage.ts';

/** `feedback` is a file of verdicts, one for each line, in the order in which people gave them. */
type Task = (path: string, feedback: string | undefined) => readonly unknown[] | Promise<readonly unknown[]>;

const tasks: Readonly<Record<string, Task>> = {
  summary: summariesOf,
  draft: draftsOf,
  rca: rcaOf,
  'rca-h1': rcaOf,
  triage: triageOf,
  similar: similarOf,
};

const { values } = parseArgs({
  options: {
    task: { type: 'string' },
    in: { type: 'string' },
    out: { type: 'string' },
    feedback: { type: 'string' },
  },
});
const task = values.task === undefined ? undefined : tasks[values.task];
if (task === undefined || values.in === undefined || values.out === undefined) {
  console.error(
    `usage: node bench/assist/run.ts --task ${Object.keys(tasks).join('|')} --in VIEW.jsonl[.gz] --out predictions.jsonl [--feedback LABELS.jsonl]`,
  );
  process.exit(2);
}
writeRows(values.out, await task(values.in, values.feedback));
