import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { auditText, type AuditContent } from '../core/audit-chain.ts';
import { auditNow, lockChain } from './append.ts';
import { erasureDigest } from './erasure-proof.ts';
import type { StoredAudit } from './store.ts';

interface Erasing {
  readonly person: string;
  readonly displayName: string;
  readonly addresses: readonly string[];
  readonly pseudonym: string;
  /** The value with the person replaced; the very same where nothing was found. */
  readonly replace: (value: unknown) => unknown;
}

/**
 * Replaces a person in the audit log. What was recorded first stays the chain's content, by its hash; the row that records the erasure
 * fixes what each row said before and says now, so nothing else can be changed under its name. Says how many rows it were.
 */
export async function eraseFromAudit(tx: Tx, erasing: Erasing): Promise<number> {
  await lockChain(tx);
  const changes = (await rowsAbout(tx, erasing)).flatMap((row) => {
    const before = contentOf(row);
    const after = erasing.replace(before);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- replacing words leaves the form as it is
    return after === before ? [] : [{ seq: row.seq, before, after: after as AuditContent }];
  });
  const hashed = changes.map(({ seq, before, after }) => ({
    ...{ seq, after, beforeHash: hashOf(before), afterHash: hashOf(after) },
  }));
  const erasedIn = await auditNow(tx, {
    action: 'person.erased',
    subject: `Person/${erasing.pseudonym}`,
    after: { rows: hashed.length, digest: erasureDigest(hashed) },
  });
  for (const { seq, after, beforeHash, afterHash } of hashed) {
    await sql`
      update audit set actor = ${after.actor}, actor_name = ${after.actorName}, subject = ${after.subject},
        before = ${jsonOf(after.before)}::jsonb, after = ${jsonOf(after.after)}::jsonb where seq = ${seq}`.execute(
      tx.db,
    );
    await sql`
      insert into audit_erasure (seq, erased_in, before_hash, after_hash)
      values (${seq}, ${erasedIn}, ${beforeHash}, ${afterHash})`.execute(tx.db);
  }
  return hashed.length;
}

async function rowsAbout(tx: Tx, { person, displayName, addresses }: Erasing): Promise<StoredAudit[]> {
  const words = [person, displayName, ...addresses].map(
    (word) => `%${word.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`,
  );
  const { rows } = await sql<StoredAudit>`
    select seq, at, actor, actor_name as "actorName", action, subject, before, after, request_id as "requestId", hash
    from audit where concat_ws(' ', actor, actor_name, subject, before::text, after::text) ilike any (${words}::text[])
    order by seq`.execute(tx.db);
  return [...rows];
}

function contentOf({
  at,
  actor,
  actorName,
  action,
  subject,
  before,
  after,
  requestId,
}: StoredAudit): AuditContent {
  return { at: at.toISOString(), actor, actorName, action, subject, before, after, requestId };
}

function hashOf(content: AuditContent): Buffer {
  return createHash('sha256').update(auditText(content)).digest();
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
