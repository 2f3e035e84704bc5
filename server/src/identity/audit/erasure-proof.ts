import { createHash } from 'node:crypto';
import type { AuditVerdict } from '@fieldmarshal/contract/identity';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { StoredAudit } from './store.ts';

/** One row in which one erasure replaced a person. */
export interface ErasedRow {
  readonly seq: number;
  readonly erasedIn: number;
  readonly beforeHash: Buffer;
  readonly afterHash: Buffer;
}

export async function loadErasures(db: Kysely<DB>): Promise<ErasedRow[]> {
  const { rows } = await sql<ErasedRow>`
    select seq, erased_in as "erasedIn", before_hash as "beforeHash", after_hash as "afterHash"
    from audit_erasure order by seq, erased_in`.execute(db);
  return [...rows];
}

/** Hashes of what was recorded first in those of the rows in which somebody was erased. */
export async function recordedHashes(db: Kysely<DB>, seqs: readonly number[]): Promise<Map<number, Buffer>> {
  const { rows } = await sql<{ seq: number; hash: Buffer }>`
    select distinct on (seq) seq, before_hash as hash from audit_erasure
    where seq = any(${[...seqs]}::bigint[]) order by seq, erased_in`.execute(db);
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
}

/** The digest that an erasure records over all it changed: it fixes each row's content before and after. */
export function erasureDigest(rows: readonly Omit<ErasedRow, 'erasedIn'>[]): string {
  const digest = createHash('sha256');
  for (const { seq, beforeHash, afterHash } of [...rows].sort((a, b) => a.seq - b.seq))
    digest.update(`${seq}:`).update(beforeHash).update(afterHash);
  return digest.digest('hex');
}

/** Follows rows that were erased from what they say now back to what was recorded first. */
export class ErasureProof {
  readonly #bySeq: ReadonlyMap<number, ErasedRow[]>;
  readonly #open: Map<number, ErasedRow[]>;

  constructor(rows: readonly ErasedRow[]) {
    this.#bySeq = Map.groupBy(rows, ({ seq }) => seq);
    this.#open = Map.groupBy(rows, ({ erasedIn }) => erasedIn);
  }

  /** How many rows were changed so. */
  get rows(): number {
    return this.#bySeq.size;
  }

  /** The hash that the chain goes over; null where the steps do not lead from it to what the row says now. */
  recordedFirst({ seq }: StoredAudit, now: Buffer): Buffer | null {
    let hash = now;
    for (const step of (this.#bySeq.get(seq) ?? []).toReversed()) {
      if (!step.afterHash.equals(hash)) return null;
      hash = step.beforeHash;
    }
    return hash;
  }

  /** Takes the word of a row that records an erasure. One whose rows were deleted in part after their time is believed for what is left. */
  note({ seq, action, after }: StoredAudit): void {
    const rows = this.#open.get(seq);
    if (rows === undefined || action !== 'person.erased') return;
    if (typeof after !== 'object' || after === null || !('digest' in after)) return;
    if (after.digest === erasureDigest(rows) || ('rows' in after && Number(after.rows) > rows.length))
      this.#open.delete(seq);
  }

  /** An erasure that no row records as it is. */
  missing(): AuditVerdict['broken'] {
    const [seq] = this.#open.keys();
    if (seq === undefined) return null;
    return { seq, why: 'the erasure that it should record is not the one that was made' };
  }
}
