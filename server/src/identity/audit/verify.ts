import { createHash } from 'node:crypto';
import type { AuditVerdict } from '@fieldmarshal/contract/identity';
import { sql, type Kysely } from 'kysely';
import { AppError, type Ctx, type DB } from '#platform';
import { permit } from '../permit.ts';
import { contentHash } from './content-hash.ts';
import { ErasureProof, loadErasures } from './erasure-proof.ts';
import { notedRow, type NotedRow } from './noted-row.ts';
import { loadChain, type StoredAudit } from './store.ts';

const batch = 1_000;

/** {@link verifyAudit} for who may read the audit log. */
export async function readVerification(
  ctx: Ctx,
  { head }: { head?: string | undefined },
): Promise<AuditVerdict> {
  permit(ctx, 'audit.read');
  // The chain is whole only with the rows that whoever asks may not see; the verdict shows none of them.
  return verifyAudit(ctx.env.databases.worker, head === undefined ? [] : [notedRow(head)]);
}

interface Anchor {
  readonly seq: number;
  readonly hash: Buffer;
  readonly at: Date;
}

/**
 * Walks the whole chain in batches and names the first row that was changed, removed or put in; later rows are not looked at then. Where
 * old rows were deleted after their time, the chain begins with the hash that was kept of the last one, which a later row must have
 * recorded. It must hold the rows that were noted elsewhere, and reach as far as anything else in the database says. Whoever cuts its end
 * and all of that leaves a chain that looks whole: note heads elsewhere. Throws `refused` for a noted row that was deleted after its time.
 */
export async function verifyAudit(db: Kysely<DB>, noted: readonly NotedRow[] = []): Promise<AuditVerdict> {
  const anchor = await loadAnchor(db);
  const tooOld = noted.find(({ seq }) => seq < (anchor?.seq ?? 0));
  if (tooOld) throw deletedSince(tooOld);
  // Before the rows, which may grow meanwhile.
  const reach = await knownReach(db);
  const walk = new Walk(anchor, new ErasureProof(await loadErasures(db)), [...reach.rows, ...noted]);
  for (;;) {
    const rows = await loadChain(db, walk.headSeq, batch);
    for (const row of rows) {
      const why = walk.take(row);
      if (why !== null) return walk.verdict({ seq: row.seq, why });
    }
    if (rows.length < batch) break;
  }
  return walk.verdict(walk.missing(reach.seq));
}

async function loadAnchor(db: Kysely<DB>): Promise<Anchor | null> {
  const { rows } = await sql<Anchor>`select seq, hash, at from audit_anchor`.execute(db);
  return rows[0] ?? null;
}

/** How far the log goes by what other tables say: its head, what receivers have taken, where erasures were recorded. */
async function knownReach(db: Kysely<DB>): Promise<{ seq: number; rows: NotedRow[] }> {
  const { rows } = await sql<{ seq: number; head: NotedRow | null }>`
    select greatest(
      (select max(seq) from audit_head), (select max(sent_seq) from audit_stream), (select max(erased_in) from audit_erasure), 0) as seq,
      (select jsonb_build_object('seq', seq, 'hash', encode(hash, 'hex')) from audit_head) as head`.execute(
    db,
  );
  const [known] = rows;
  return { seq: known?.seq ?? 0, rows: known?.head ? [known.head] : [] };
}

/** The chain as far as it was followed. */
class Walk {
  headSeq: number;
  #head: Buffer;
  #entries = 0;
  #anchorRecorded: boolean;
  readonly #anchor: Anchor | null;
  readonly #erasures: ErasureProof;
  readonly #noted: readonly NotedRow[];

  constructor(anchor: Anchor | null, erasures: ErasureProof, noted: readonly NotedRow[]) {
    this.#anchor = anchor;
    this.#erasures = erasures;
    this.#noted = noted;
    this.#anchorRecorded = anchor === null;
    this.headSeq = anchor?.seq ?? 0;
    this.#head = anchor?.hash ?? Buffer.alloc(32);
  }

  /** Goes on to the next row; what is wrong with it, or null. */
  take(row: StoredAudit): string | null {
    if (row.seq !== this.headSeq + 1)
      return `the rows from ${this.headSeq + 1} to ${row.seq - 1} are missing`;
    const recorded = this.#erasures.recordedFirst(row, contentHash(row));
    const expected = recorded && createHash('sha256').update(this.#head).update(recorded).digest();
    if (expected?.equals(row.hash) !== true)
      return 'its content, or the row before it, is not what was recorded';
    const hash = row.hash.toString('hex');
    if (this.#noted.some((noted) => noted.seq === row.seq && noted.hash !== hash))
      return 'it is another row than was noted elsewhere under this number';
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
  missing(knownSeq: number): AuditVerdict['broken'] {
    const reach = Math.max(knownSeq, ...this.#noted.map(({ seq }) => seq));
    if (reach > this.headSeq)
      return {
        seq: this.headSeq + 1,
        why: `the rows from ${this.headSeq + 1} to ${reach}, or more, are missing at the end`,
      };
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

function deletedSince({ seq }: NotedRow): AppError {
  return new AppError('refused', `Row ${seq} was deleted after its time. Compare with a newer one.`);
}
