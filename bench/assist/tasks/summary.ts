import { z } from 'zod';
import { summarise, type IncidentRecord } from '@fieldmarshal/server/assist';
import { post, readRows } from '../rows.ts';

export const summaryRow = z.object({
  key: z.string(),
  title: z.string(),
  impact: z.string(),
  components: z.array(z.string()),
  started_at: z.string(),
  now: z.string(),
  entries: z.array(post),
});
export type SummaryRow = z.infer<typeof summaryRow>;

export interface SummaryAnswer {
  readonly key: string;
  readonly sentences: readonly { readonly text: string; readonly cites: readonly string[] }[];
}

/** A public post as the product's own record. */
export function recordOf(row: SummaryRow): IncidentRecord {
  return {
    title: row.title,
    severity: row.impact === 'none' ? null : row.impact,
    products: row.components,
    startedAt: row.started_at,
    now: row.now,
    entries: row.entries.map(({ id, at, status, body }) => ({ id, at, status, text: body, origin: 'prose' })),
  };
}

export function summariesOf(path: string): SummaryAnswer[] {
  return readRows(path, summaryRow).map((row) => ({
    key: row.key,
    sentences: summarise(recordOf(row)).lines.map(({ text, cites }) => ({ text, cites })),
  }));
}
