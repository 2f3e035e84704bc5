import type { Change } from '@fieldmarshal/contract/signals';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { Integration } from '../core/signal.ts';
import type { NewChange } from '../records/record-change.ts';

/** The id of the new row; `null` where this integration has sent it before. */
export async function insertChange(
  { db, now }: Tx,
  integration: Integration,
  change: NewChange,
): Promise<number | null> {
  const row = await db
    .insertInto('change')
    .values({
      integration: integration.id,
      integration_name: integration.name,
      source: change.source,
      external_id: change.externalId,
      summary: change.summary.slice(0, 1_000).toWellFormed(),
      product: change.product,
      environment: change.environment,
      version: change.version?.slice(0, 200).toWellFormed() ?? null,
      details: JSON.stringify(change.details),
      links: JSON.stringify(change.links),
      at: new Date(change.at),
      received_at: now,
    })
    .onConflict((conflict) => conflict.columns(['integration', 'external_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export interface ChangeQuery {
  readonly product?: string | undefined;
  readonly environment?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The last one seen: its instant in milliseconds and its id. */
  readonly after?: { readonly at: number; readonly id: number } | undefined;
  readonly limit: number;
}

const links = z.array(z.object({ url: z.string(), title: z.string() }));
const details = z.record(z.string(), z.unknown());

/** Latest first, by when they happened. */
export async function listChangeRows(db: Kysely<DB>, query: ChangeQuery): Promise<Change[]> {
  let rows = db
    .selectFrom('change')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit);
  if (query.product !== undefined) rows = rows.where('product', '=', query.product);
  if (query.environment !== undefined) rows = rows.where('environment', '=', query.environment);
  if (query.from !== undefined) rows = rows.where('at', '>=', new Date(query.from));
  if (query.to !== undefined) rows = rows.where('at', '<', new Date(query.to));
  if (query.after !== undefined)
    rows = rows.where(
      sql<boolean>`(at, id) < (${new Date(query.after.at)}::timestamptz, ${query.after.id}::bigint)`,
    );
  return (await rows.execute()).map((row) => ({
    id: String(row.id),
    summary: row.summary,
    product: row.product,
    environment: row.environment,
    version: row.version,
    integration: { id: row.integration, name: row.integration_name },
    source: row.source,
    details: details.parse(row.details),
    links: links.parse(row.links).filter((link) => /^https?:\/\//i.test(link.url)),
    at: row.at.toISOString(),
    receivedAt: row.received_at.toISOString(),
  }));
}
