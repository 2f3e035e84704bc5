import { join } from 'node:path';
import { z } from 'zod';
import { readRows } from './rows.ts';
import { gainOf, isSameCause, ndcg5, type Truth } from './score/similar.ts';
import { printTable } from './table.ts';
import { similarOf, similarRow, type SimilarAnswer, type SimilarRow } from './tasks/similar.ts';

const causeRow = z.object({ id: z.string(), cause: z.string().nullable() });

/** Similar incidents of the development part beside the newest, and the newest of the same product; by year, since nothing is fitted. */
export async function compareSimilar(data: string): Promise<void> {
  const path = join(data, 'views/similar.jsonl.gz');
  const rows = readRows(path, similarRow);
  const causes = readRows(join(data, 'labels/github-cause-rules.jsonl'), causeRow);
  const truth: Truth = {
    products: new Map(rows.map(({ document }) => [document.id, document.components])),
    causes: new Map(causes.flatMap(({ id, cause }) => (cause === null ? [] : [[id, cause] as const]))),
  };
  const ours = await similarOf(path);
  const years = [...new Set(rows.map(({ query }) => query.started_at.slice(0, 4)))].sort();
  printTable('Similar incidents', [
    ['', 'n', 'nDCG@5', 'P@5 product and cause'],
    line(
      'newest',
      rows,
      truth,
      newest(rows, () => true),
    ),
    line(
      'newest of the same product',
      rows,
      truth,
      newest(rows, (a, b) => b.components.some((name) => a.components.includes(name))),
    ),
    line('Fieldmarshal', rows, truth, ours),
    ...years.map((year) =>
      line(
        `  ${year}`,
        rows.filter(({ query }) => query.started_at.startsWith(year)),
        truth,
        ours,
        rows,
      ),
    ),
  ]);
}

// oxlint-disable-next-line max-params -- one row of a table
function line(
  name: string,
  asked: readonly SimilarRow[],
  truth: Truth,
  answers: readonly SimilarAnswer[],
  all = asked,
): (string | number)[] {
  const byId = new Map(answers.map(({ id, ranked }) => [id, ranked]));
  const scores: number[] = [];
  const precise: number[] = [];
  for (const { query } of asked.filter((row) => truth.causes.has(row.query.id))) {
    const possible = past(all, query).map(({ document }) => document.id);
    const ranked = byId.get(query.id) ?? [];
    const score = ndcg5(ranked, possible, (id) => gainOf(truth, query.id, id));
    if (score !== null) scores.push(score);
    if (possible.length > 0)
      precise.push(ranked.slice(0, 5).filter((id) => isRight(truth, query.id, id)).length / 5);
  }
  const mean = (values: readonly number[]): string =>
    (values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)).toFixed(3);
  return [name, scores.length, mean(scores), mean(precise)];
}

function isRight(truth: Truth, query: string, document: string): boolean {
  return isSameCause(truth, query, document) && gainOf(truth, query, document) > 1;
}

function past(rows: readonly SimilarRow[], query: SimilarRow['query']): SimilarRow[] {
  return rows.filter(({ document }) => document.id !== query.id && document.resolved_at < query.started_at);
}

function newest(
  rows: readonly SimilarRow[],
  wanted: (query: SimilarRow['query'], document: SimilarRow['document']) => boolean,
): SimilarAnswer[] {
  return rows.map(({ query }) => ({
    id: query.id,
    ranked: past(rows, query)
      .filter(({ document }) => wanted(query, document))
      .sort((a, b) => b.document.resolved_at.localeCompare(a.document.resolved_at))
      .slice(0, 10)
      .map(({ document }) => document.id),
  }));
}
