import { z } from 'zod';
import type { Databases } from '../../../server/src/platform/index.ts';
import { rankSimilar, type Found, type Question } from '../../../server/src/assist/core/similar/rank.ts';
import { findDocuments, storeDocument } from '../../../server/src/assist/similar/store.ts';
import { withDatabase } from '../database.ts';
import { post, readRows } from '../rows.ts';

export const similarRow = z.object({
  query: z.object({
    id: z.string(),
    title: z.string(),
    started_at: z.string(),
    updates: z.array(post),
    components: z.array(z.string()),
  }),
  document: z.object({
    id: z.string(),
    title: z.string(),
    components: z.array(z.string()),
    started_at: z.string(),
    resolved_at: z.string(),
    text: z.string(),
  }),
});
export type SimilarRow = z.infer<typeof similarRow>;

export interface SimilarAnswer {
  readonly id: string;
  readonly ranked: readonly string[];
}

const rankedMax = 10;

/** Fills the product's own archive with every document and asks for each query; "resolved before the query began" is the product's filter. */
export async function similarOf(path: string): Promise<SimilarAnswer[]> {
  const rows = readRows(path, similarRow);
  return withDatabase(async (databases) => {
    const asked = await ask(databases, rows);
    return asked.map(({ question, found, id }) => ({
      id,
      ranked: rankSimilar(question, found)
        .slice(0, rankedMax)
        .map((match) => match.found.id),
    }));
  });
}

interface Asked {
  readonly id: string;
  readonly question: Question;
  readonly found: readonly Found[];
}

async function ask({ web }: Databases, rows: readonly SimilarRow[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  // Words are counted over what is in the archive by then, as in a running product.
  const waiting = [...rows]
    .map(({ document }) => document)
    .sort((a, b) => a.resolved_at.localeCompare(b.resolved_at));
  for (const { query } of [...rows].sort((a, b) => a.query.started_at.localeCompare(b.query.started_at))) {
    while (waiting[0] !== undefined && waiting[0].resolved_at < query.started_at) {
      const document = waiting.shift();
      if (document !== undefined) await storeDocument(web, documentOf(document));
    }
    const question = { products: lower(query.components), neighbours: [], startedAt: query.started_at };
    const text = [query.title, ...query.components, ...query.updates.map(({ body }) => body)].join('\n');
    const found = await findDocuments(web, {
      text,
      products: question.products,
      before: query.started_at,
      exclude: query.id,
    });
    asked.push({ id: query.id, question, found });
  }
  return asked;
}

function documentOf(document: SimilarRow['document']) {
  return {
    incidentId: document.id,
    title: document.title,
    products: lower(document.components),
    startedAt: document.started_at,
    resolvedAt: document.resolved_at,
    text: document.text,
    fixed: '',
    cause: '',
  };
}

function lower(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase());
}
