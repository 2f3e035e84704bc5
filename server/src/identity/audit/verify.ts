import { createHash } from 'node:crypto';
import type { AuditVerdict } from '@fieldmarshal/contract/identity';
import { sql, type Kysely } from 'kysely';
import type { Ctx, DB } from '#platform';
import { auditText } from '../core/audit-chain.ts';
import { permit } from '../permit.ts';
import { ErasureProof, loadErasures } from './erasure-proof.ts';
import { loadChain, type StoredAudit } from './store.ts';

const batch = 1_000;

/** {@link verifyAudit} for who may read the audit log. */
export async function readVerification(ctx: Ctx): Promise<AuditVerdict> {
  permit(ctx, 'audit.read');
  // The chain is whole only with the rows that whoever asks may not see; the verdict shows none of them.
  return verifyAudit(ctx.env.databases.worker);
}

interface Anchor {
  readonly seq: number;
  readonly hash: Buffer;
  readonly at: Date;
}

/**
 * Walks the whole chain in batches and names the first row that was changed, removed or put in; later rows are not looked at then. Where
 * old rows were deleted after their time, the chain begins with the hash that was kept of the last one, which a later row must have
 * recorded. A chain cut at its end looks whole: compare `headHash` with one noted earlier.
 */
export async function verifyAudit(db: Kysely<DB>): Promise<AuditVerdict> {
  const anchor = await loadAnchor(db);
  const walk = new Walk(anchor, new ErasureProof(await loadErasures(db)));
  for (;;) {
    const rows = await loadChain(db, walk.headSeq, batch);
    for (const row of rows) {
      const why = walk.take(row);
      if (why !== null) return walk.verdict({ seq: row.seq, why });
    }
    if (rows.length < batch) break;
  }
  return walk.verdict(walk.missing());
}

async function loadAnchor(db: Kysely<DB>): Promise<Anchor | null> {
  const { rows } = await sql<Anchor>`select seq, hash, at from audit_anchor`.execute(db);
  return rows[0] ?? null;
}

/** The chain as far as it was followed. */
class Walk {
  headSeq: number;
  #head: Buffer;
  #entries = 0;
  #anchorRecorded: boolean;
  readonly #anchor: Anchor | null;
  readonly #erasures: ErasureProof;

  constructor(anchor: Anchor | null, erasures: ErasureProof) {
    this.#anchor = anchor;
    this.#erasures = erasures;
    this.#anchorRecorded = anchor === null;
    this.headSeq = anchor?.seq ?? 0;
    this.#head = anchor?.hash ?? Buffer.alloc(32);
  }

  /** Goes on to the next row; what is wrong with it, or null. */
  take(row: StoredAudit): string | null {
    if (row.seq !== this.headSeq + 1)
      return `the rows from ${this.headSeq + 1} to ${row.seq - 1} are missing`;
    const now = createHash('sha256')
      .update(auditText({ ...row, at: row.at.toISOString() }))
      .digest();
    const recorded = this.#erasures.recordedFirst(row, now);
    const expected = recorded && createHash('sha256').update(this.#head).update(recorded).digest();
    if (expected?.equals(row.hash) !== true)
      return 'its content, or the row before it, is not what was recorded';
    this.#note(row);
    this.headSeq = row.seq;
    this.#head = row.hash;
    this.#entries += 1;
    return null;
  }

  #note(row: StoredAudit): void {
    this.#erasures.note(row);
    const { after } = row;
    if (this.#anchor === null || row.action !== 'audit.trimmed') return;
    if (typeof after !== 'object' || after === null || !('through' in after) || !('hash' in after)) return;
    if (after.through === this.#anchor.seq && after.hash === this.#anchor.hash.toString('hex'))
      this.#anchorRecorded = true;
  }

  /** What should have been recorded in the rows and was not. */
  missing(): AuditVerdict['broken'] {
    if (!this.#anchorRecorded)
      return {
        seq: this.headSeq,
        why: 'no row records that the rows before the first one were deleted after their time',
      };
    return this.#erasures.missing();
  }

  verdict(broken: AuditVerdict['broken']): AuditVerdict {
    return {
      entries: this.#entries,
      headSeq: this.headSeq,
      headHash: this.#head.toString('hex'),
      anchor: this.#anchor && { seq: this.#anchor.seq, at: this.#anchor.at.toISOString() },
      erased: this.#erasures.rows,
      broken,
    };
  }
}
