import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { auditText, type AuditContent } from '../core/audit-chain.ts';
import { auditNow, lockChain } from './append.ts';
import { erasureDigest, type ErasedRow } from './erasure-proof.ts';
import type { StoredAudit } from './store.ts';

interface Erasing {
  readonly pseudonym: string;
  /** Patterns of `ilike`, one of which fits whatever names them. */
  readonly traces: readonly string[];
  /** The value with the person replaced; the very same where nothing was found. */
  readonly replace: (value: unknown) => unknown;
}

/**
 * Replaces a person in the audit log. What was recorded first stays the chain's content, by its hash; the row that records the erasure
 * fixes what each row said before and says now, so nothing else can be changed under its name. Says how many rows it were. Others wait
 * for the chain only while what came meanwhile is looked at: of 20,000 rows most are done before.
 */
export async function eraseFromAudit(tx: Tx, erasing: Erasing): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select coalesce(max(seq), 0) as seq from audit`.execute(tx.db);
  const head = rows[0]?.seq ?? 0;
  const early = await replaceRows(tx, erasing, { after: 0, upTo: head });
  await lockChain(tx);
  const late = await replaceRows(tx, erasing, { after: head, upTo: Number.MAX_SAFE_INTEGER });
  const hashed = [...early, ...late];
  const erasedIn = await auditNow(tx, {
    action: 'person.erased',
    subject: `Person/${erasing.pseudonym}`,
    after: { rows: hashed.length, digest: erasureDigest(hashed) },
  });
  for (const part of inParts(hashed))
    await sql`
      insert into audit_erasure (seq, erased_in, before_hash, after_hash)
      select (v ->> 'seq')::bigint, ${erasedIn}, decode(v ->> 'before', 'hex'), decode(v ->> 'after', 'hex')
      from jsonb_array_elements(${JSON.stringify(
        part.map(({ seq, beforeHash, afterHash }) => ({
          ...{ seq, before: beforeHash.toString('hex'), after: afterHash.toString('hex') },
        })),
      )}::jsonb) v`.execute(tx.db);
  return hashed.length;
}

type Hashed = Omit<ErasedRow, 'erasedIn'>;

/** Replaces the person in the rows of a stretch of the log, both ends of which are sequence numbers. */
async function replaceRows(tx: Tx, erasing: Erasing, span: Span): Promise<Hashed[]> {
  const changes = (await rowsAbout(tx, erasing, span)).flatMap((row) => {
    const before = contentOf(row);
    const after = erasing.replace(before);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- replacing words leaves the form as it is
    return after === before ? [] : [{ seq: row.seq, before, after: after as AuditContent }];
  });
  for (const part of inParts(changes))
    await sql`
      update audit a set actor = v ->> 'actor', actor_name = v ->> 'actorName', subject = v ->> 'subject',
        before = case when a.before is not null then v -> 'before' end,
        after = case when a.after is not null then v -> 'after' end
      from jsonb_array_elements(${JSON.stringify(part.map(({ seq, after }) => ({ ...after, seq })))}::jsonb) v
      where a.seq = (v ->> 'seq')::bigint`.execute(tx.db);
  return changes.map(({ seq, before, after }) => ({
    ...{ seq, beforeHash: hashOf(before), afterHash: hashOf(after) },
  }));
}

const partRows = 500;

function inParts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / partRows) }, (_, index) =>
    all.slice(index * partRows, (index + 1) * partRows),
  );
}

interface Span {
  readonly after: number;
  readonly upTo: number;
}

async function rowsAbout(tx: Tx, { traces }: Erasing, { after, upTo }: Span): Promise<StoredAudit[]> {
  const { rows } = await sql<StoredAudit>`
    select seq, at, actor, actor_name as "actorName", action, subject, before, after, request_id as "requestId", hash
    from audit where seq > ${after} and seq <= ${upTo}
      and concat_ws(' ', actor, actor_name, subject, before::text, after::text) ilike any (${[...traces]}::text[])
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
