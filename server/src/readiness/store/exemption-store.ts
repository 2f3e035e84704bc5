import type { Exemption } from '@fieldmarshal/contract/readiness';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

type Db = Kysely<DB>;

/** All of them, the newest first; `open`: only those that hold now. */
export async function loadExemptions(db: Db, { open }: { readonly open: boolean }): Promise<Exemption[]> {
  const rows = await db
    .selectFrom('readiness_exemption')
    .selectAll()
    .$if(open, (query) => query.where('ended_at', 'is', null).where('expires_at', '>', sql<Date>`now()`))
    .orderBy('id', 'desc')
    .limit(5_000)
    .execute();
  return rows.map((row) => shown(row));
}

interface Row {
  readonly id: number;
  readonly product: string;
  readonly standard: string;
  readonly reason: string;
  readonly approved_by: string;
  readonly approved_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
}

function shown(row: Row): Exemption {
  return {
    id: String(row.id),
    product: row.product,
    standard: row.standard,
    reason: row.reason,
    approvedBy: row.approved_by,
    approvedAt: row.approved_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_by,
  };
}

type NewExemption = Pick<Exemption, 'product' | 'standard' | 'reason' | 'approvedBy' | 'expiresAt'>;

/** One exemption for each pair: an earlier one that was not ended ends here. */
export async function storeExemption({ db, now }: Tx, given: NewExemption): Promise<Exemption> {
  const { product, standard, reason, approvedBy, expiresAt } = given;
  await db
    .updateTable('readiness_exemption')
    .set({ ended_at: now, ended_by: approvedBy })
    .where('product', '=', product)
    .where('standard', '=', standard)
    .where('ended_at', 'is', null)
    .execute();
  const row = await db
    .insertInto('readiness_exemption')
    .values({
      product,
      standard,
      reason,
      approved_by: approvedBy,
      approved_at: now,
      expires_at: new Date(expiresAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return shown(row);
}

/** Null where there is none of this id that was not ended before. */
export async function endExemptionRow({ db, now }: Tx, id: string, by: string): Promise<Exemption | null> {
  const row = await db
    .updateTable('readiness_exemption')
    .set({ ended_at: now, ended_by: by })
    .where('id', '=', Number(id))
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? shown(row) : null;
}
