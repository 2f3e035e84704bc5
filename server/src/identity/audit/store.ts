import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { AuditFilter } from '@fieldmarshal/contract/identity';
import type { DB } from '#platform';
import type { AuditContent } from '../core/audit-chain.ts';

/** Takes the chain's lock until the transaction ends, and adds the entries in order. */
export function auditAppended(
  entries: readonly (AuditContent & { contentHash: string })[],
): RawBuilder<unknown> {
  const rows = entries.map((entry) => ({
    at: entry.at,
    actor: entry.actor,
    actor_name: entry.actorName,
    action: entry.action,
    subject: entry.subject,
    before: entry.before,
    after: entry.after,
    request_id: entry.requestId,
    content_hash: entry.contentHash,
  }));
  return sql`select audit_append(${JSON.stringify(rows)}::jsonb)`;
}

export interface StoredAudit extends Omit<AuditContent, 'at'> {
  readonly seq: number;
  readonly at: Date;
  readonly hash: Buffer;
}

interface Row {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly actor_name: string;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly request_id: string;
  readonly hash: Buffer;
}

function toStored(row: Row): StoredAudit {
  const { actor_name: actorName, request_id: requestId, ...rest } = row;
  return { ...rest, actorName, requestId };
}

interface AuditSearch {
  readonly filter: AuditFilter;
  /** Only rows with a lower number. */
  readonly before: number | null;
  readonly limit: number;
}

/** Newest first. */
export async function loadAudit(
  db: Kysely<DB>,
  { filter, before, limit }: AuditSearch,
): Promise<StoredAudit[]> {
  const { subject, actor, action, from, to } = filter;
  let query = db.selectFrom('audit').selectAll();
  if (before !== null) query = query.where('seq', '<', before);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (action?.endsWith('.*')) query = query.where(sql<boolean>`starts_with(action, ${action.slice(0, -1)})`);
  else if (action !== undefined) query = query.where('action', '=', action);
  if (from !== undefined) query = query.where('at', '>=', new Date(from));
  if (to !== undefined) query = query.where('at', '<', new Date(to));
  const rows = await query.orderBy('seq', 'desc').limit(limit).execute();
  return rows.map(toStored);
}

/** The numbers alone, newest first. */
export async function loadNumbers(db: Kysely<DB>, before: number | null, limit: number): Promise<number[]> {
  let query = db.selectFrom('audit').select('seq');
  if (before !== null) query = query.where('seq', '<', before);
  const rows = await query.orderBy('seq', 'desc').limit(limit).execute();
  return rows.map(({ seq }) => seq);
}

export async function loadRows(db: Kysely<DB>, seqs: readonly number[]): Promise<StoredAudit[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('seq', 'in', [...seqs])
    .execute();
  return rows.map(toStored);
}

/** In the order of the chain, from after `seq`. */
export async function loadChain(db: Kysely<DB>, after: number, limit: number): Promise<StoredAudit[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toStored);
}
