/** Our own figures on the development data beside naive ones: `npm run bench:assist -- --data DIR`. */
import { parseArgs } from 'node:util';
import { compareDrafts } from './compare-draft.ts';
import { compareRca } from './compare-rca.ts';
import { compareSimilar } from './compare-similar.ts';
import { compareSummaries } from './compare-summary.ts';
import { measureSpeed } from './speed.ts';
import { compareTriage } from './compare-triage.ts';

const comparisons: Readonly<Record<string, (data: string) => void | Promise<void>>> = {
  summary: compareSummaries,
  draft: compareDrafts,
  rca: compareRca,
  triage: compareTriage,
  similar: compareSimilar,
  speed: measureSpeed,
};

const { values } = parseArgs({ options: { data: { type: 'string' }, task: { type: 'string' } } });
if (values.data === undefined) {
  console.error(`usage: npm run bench:assist -- --data DIR [--task ${Object.keys(comparisons).join('|')}]`);
  process.exit(2);
}
for (const [name, compare] of Object.entries(comparisons))
  if (values.task === undefined || values.task === name) await compare(values.data);
