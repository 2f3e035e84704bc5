import type { IncidentRecord } from '../record.ts';
import { summarise, type Summary } from './summarise.ts';

/** Words of "since you last looked". */
const sinceWordsMax = 70;

/**
 * What is new after an entry: the same rules over the entries behind it, and a headline only where the state has changed since. `after`
 * beyond the log gives an empty answer.
 */
export function summariseSince(
  record: IncidentRecord,
  after: number,
): Summary & { readonly entries: number } {
  const before = record.entries.filter(({ id }) => Number(id) <= after);
  const entries = record.entries.filter(({ id }) => Number(id) > after);
  const summary = summarise({ ...record, entries }, sinceWordsMax);
  const isMoved = summary.state !== (before.at(-1)?.status ?? null);
  return { ...summary, lines: isMoved ? summary.lines : summary.lines.slice(1), entries: entries.length };
}
