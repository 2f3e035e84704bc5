import { join } from 'node:path';
import type { UnitOutcome } from '../batch/run-batch.ts';
import { picture, picturesFile, picturesFolder, picturesMax, type Picture } from '../inside/observed.ts';
import { fileInside } from './artefacts.ts';

/** What a test saw that had to be killed, in order, as far as it was written; empty for one that ended, and where no page was open for long. */
export function picturesOf({ ended, open }: UnitOutcome, results: string): Picture[] {
  if (open === null) return [];
  // The name comes from a process that is not trusted.
  if (!/^[\w-]{1,100}$/.test(open.test)) return [];
  const retry = ended.filter(({ test }) => test === open.test).length;
  const bytes = fileInside(join(results, picturesFolder, picturesFile(open.test, retry)), results);
  if (bytes === null) return [];
  return Buffer.from(bytes).toString('utf8').split('\n').slice(0, picturesMax).flatMap(pictureIn);
}

/** The last line may be cut. */
function pictureIn(line: string): Picture[] {
  try {
    return [picture.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
