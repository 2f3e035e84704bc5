import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { AuditContent } from '../core/audit-chain.ts';

/** Takes the chain's lock until the transaction ends, and adds the entries in order. */
export async function appendAudit(
  db: Kysely<DB>,
  entries: readonly (AuditContent & { contentHash: string })[],
): Promise<void> {
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
  await sql`select audit_append(${JSON.stringify(rows)}::jsonb)`.execute(db);
}
