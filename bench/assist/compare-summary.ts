import { join } from 'node:path';
import { baselines, judge, summaryHeader, summaryLine } from './score/summary.ts';
import { readRows } from './rows.ts';
import { summariesOf, summaryRow } from './tasks/summary.ts';
import { printTable } from './table.ts';

/** Summaries of every development incident, half way and at its end, by company. Nothing is fitted, so every row is unseen. */
export function compareSummaries(data: string): void {
  const path = join(data, 'views/summary.jsonl.gz');
  const rows = readRows(path, summaryRow);
  const answers = new Map(summariesOf(path).map((answer) => [answer.key, answer]));
  const ours = rows.map((row) => ({
    row,
    judged: judge(row, answers.get(row.key) ?? { key: row.key, sentences: [] }),
  }));
  const sources = [...new Set(rows.map(({ key }) => sourceOf(key)))];
  printTable('Summary', [
    summaryHeader,
    ...Object.entries(baselines).map(([name, tell]) =>
      summaryLine(
        name,
        rows.map((row) => judge(row, { key: row.key, sentences: tell(row) })),
      ),
    ),
    summaryLine(
      'Fieldmarshal',
      ours.map(({ judged }) => judged),
    ),
    ...sources.map((source) =>
      summaryLine(
        `  ${source}`,
        ours.filter(({ row }) => sourceOf(row.key) === source).map(({ judged }) => judged),
      ),
    ),
  ]);
}

function sourceOf(key: string): string {
  return key.split('-')[0] ?? key;
}
