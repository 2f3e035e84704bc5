import { createHash } from 'node:crypto';
import type { AuditVerdict } from '@fieldmarshal/contract/identity';
import type { Kysely } from 'kysely';
import type { Ctx, DB } from '#platform';
import { auditText } from '../core/audit-chain.ts';
import { permit } from '../permit.ts';
import { loadChain, type StoredAudit } from './store.ts';

const batch = 1_000;

/** {@link verifyAudit} for who may read the audit log. */
export async function readVerification(ctx: Ctx): Promise<AuditVerdict> {
  permit(ctx, 'audit.read');
  // The chain is whole only with the rows that whoever asks may not see; the verdict shows none of them.
  return verifyAudit(ctx.env.databases.worker);
}

/**
 * Walks the whole chain in batches and names the first row that was changed, removed or put in; later rows are not looked at then.
 * A chain cut at its end looks whole: compare `headHash` with one noted earlier.
 */
export async function verifyAudit(db: Kysely<DB>): Promise<AuditVerdict> {
  let headSeq = 0;
  let head: Buffer = Buffer.alloc(32);
  for (;;) {
    const rows = await loadChain(db, headSeq, batch);
    for (const row of rows) {
      const why = faultOf(row, { headSeq, head });
      if (why !== null) return verdict({ headSeq, head }, { seq: row.seq, why });
      headSeq = row.seq;
      head = row.hash;
    }
    if (rows.length < batch) return verdict({ headSeq, head }, null);
  }
}

interface Head {
  readonly headSeq: number;
  readonly head: Buffer;
}

function faultOf(row: StoredAudit, { headSeq, head }: Head): string | null {
  if (row.seq !== headSeq + 1) return `the rows from ${headSeq + 1} to ${row.seq - 1} are missing`;
  const content = createHash('sha256')
    .update(auditText({ ...row, at: row.at.toISOString() }))
    .digest();
  const expected = createHash('sha256').update(head).update(content).digest();
  return expected.equals(row.hash) ? null : 'its content, or the row before it, is not what was recorded';
}

function verdict({ headSeq, head }: Head, broken: AuditVerdict['broken']): AuditVerdict {
  return { entries: headSeq, headSeq, headHash: head.toString('hex'), broken };
}
