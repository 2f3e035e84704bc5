import type { ReadinessChange } from '@fieldmarshal/contract/readiness';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { Change } from '../core/carry.ts';

const outcome = z.enum(['met', 'missed', 'unknown']);

export async function storeChanges(
  { db, now }: Tx,
  changes: readonly (Change & { readonly product: string })[],
): Promise<void> {
  if (changes.length === 0) return;
  const column = (name: keyof Change | 'product') => changes.map((change) => change[name]);
  await sql`
    insert into readiness_change (at, product, standard, before, after, why)
    select ${now}, * from unnest(${column('product')}::text[], ${column('standard')}::text[], ${column('before')}::text[],
      ${column('after')}::text[], ${column('why')}::text[])`.execute(db);
}

export interface ChangesAsked {
  readonly days: number;
  readonly limit: number;
  readonly products?: readonly string[];
  readonly standard?: string;
}

/** The newest first. */
export async function loadChanges(
  db: Kysely<DB>,
  { days, limit, products, standard }: ChangesAsked,
): Promise<ReadinessChange[]> {
  const rows = await db
    .selectFrom('readiness_change')
    .selectAll()
    .where('at', '>', sql<Date>`now() - ${days} * interval '1 day'`)
    .$if(products !== undefined, (query) => query.where('product', 'in', [...(products ?? []), '']))
    .$if(standard !== undefined, (query) => query.where('standard', '=', standard ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, at, product, standard, before, after, why }) => ({
    id: String(id),
    at: at.toISOString(),
    product,
    standard,
    before: outcome.parse(before),
    after: outcome.parse(after),
    why,
  }));
}

/** How often a product came to meet a standard in so many days, and how often it ceased to. */
export async function countTurns(
  db: Kysely<DB>,
  days: number,
): Promise<{ readonly better: number; readonly worse: number }> {
  const { rows } = await sql<{ better: number; worse: number }>`
    select count(*) filter (where after = 'met')::int as better, count(*) filter (where before = 'met')::int as worse
    from readiness_change where at > now() - ${days} * interval '1 day'`.execute(db);
  return rows[0] ?? { better: 0, worse: 0 };
}
