import { writtenLine } from '@fieldmarshal/contract/assist';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { WrittenLine } from '../core/compose.ts';
import { jsonb, wireLine } from './run-store.ts';

export interface StoredText {
  readonly runId: string | null;
  readonly provider: string;
  readonly model: string;
  readonly lines: readonly WrittenLine[];
  /** The newest entry it knows of. */
  readonly asOf: number;
  readonly state: string | null;
  readonly severity: string | null;
  /** The newest entry when it was last written as a whole. */
  readonly freshAt: number;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

/** One text of one incident: which, and after which entry it begins. */
export interface TextKey {
  readonly incidentId: string;
  readonly feature: string;
  readonly after: number;
}

export async function loadText(
  db: Kysely<DB>,
  { incidentId, feature, after }: TextKey,
): Promise<StoredText | null> {
  const row = await db
    .selectFrom('model_text')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('feature', '=', feature)
    .where('after_seq', '=', after)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    runId: row.run_id === null ? null : String(row.run_id),
    provider: row.provider,
    model: row.model,
    lines: z
      .array(writtenLine)
      .parse(row.lines)
      .map((line) => ({
        ...line,
        kind: kindOf.parse(line.kind),
        cites: line.cites.map(String),
        fixed: false,
      })),
    asOf: row.as_of,
    state: row.state,
    severity: row.severity,
    freshAt: row.fresh_at,
    writtenAt: new Date(row.written_at).getTime(),
  };
}

const kindOf = z
  .enum(['headline', 'cause', 'workaround', 'action', 'symptom', 'next', 'recovery', 'fact'])
  .catch('fact');

export async function storeText(
  tx: Tx,
  { incidentId, feature, after, ...text }: Omit<StoredText, 'writtenAt'> & TextKey,
): Promise<void> {
  const row = {
    run_id: text.runId,
    provider: text.provider,
    model: text.model,
    lines: jsonb(text.lines.map((line) => wireLine(line))),
    verdicts: '[]',
    as_of: text.asOf,
    state: text.state,
    severity: text.severity,
    fresh_at: text.freshAt,
    written_at: tx.now,
  };
  await tx.db
    .insertInto('model_text')
    .values({ incident_id: incidentId, feature, after_seq: after, ...row })
    .onConflict((conflict) => conflict.columns(['incident_id', 'feature', 'after_seq']).doUpdateSet(row))
    .execute();
}

/** Of one text, or of all of the incident. */
export async function removeText(
  db: Kysely<DB>,
  incidentId: string,
  only?: Omit<TextKey, 'incidentId'>,
): Promise<void> {
  const all = db.deleteFrom('model_text').where('incident_id', '=', incidentId);
  await (
    only === undefined ? all : all.where('feature', '=', only.feature).where('after_seq', '=', only.after)
  ).execute();
}
