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
  /** Only rows from this number on, see {@link searchFloor}. */
  readonly floor?: number;
  readonly limit: number;
}

/**
 * Read for words one after the other: 100,000 rows took 1.1 s, 2.8 s where sight is limited (2026-11-28, two busy cores); an index over
 * texts would cost every write.
 */
const searchRows = 50_000;

/** How far down a search for words goes in one step; 0: to the first row, or no words are looked for. */
export async function searchFloor(
  db: Kysely<DB>,
  { filter: { q }, before }: Pick<AuditSearch, 'filter' | 'before'>,
): Promise<number> {
  if (q === undefined) return 0;
  const { rows } = await sql<{ first: number; newest: number }>`
    select coalesce(min(seq), 0) as first, coalesce(max(seq), 0) as newest from audit`.execute(db);
  const { first = 0, newest = 0 } = rows[0] ?? {};
  const floor = (before ?? newest + 1) - searchRows;
  return floor > first ? floor : 0;
}

const said = sql<string>`concat_ws(' ', subject, actor, actor_name, action, before::text, after::text)`;

function asPart(word: string): string {
  return `%${word.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;
}

/** Newest first. */
export async function loadAudit(
  db: Kysely<DB>,
  { filter, before, limit, floor = 0 }: AuditSearch,
): Promise<StoredAudit[]> {
  const { q, subject, actor, action, from, to } = filter;
  let query = db.selectFrom('audit').selectAll();
  if (before !== null) query = query.where('seq', '<', before);
  if (floor > 0) query = query.where('seq', '>=', floor);
  if (q !== undefined)
    query = query.where(said, 'ilike', sql<string>`all (${q.split(/\s+/).map(asPart)}::text[])`);
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
