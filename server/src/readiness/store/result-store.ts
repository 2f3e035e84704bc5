import { sql, type Kysely } from 'kysely';
import { assert, type DB, type Tx } from '#platform';
import type { Kept, KeptResults } from '../core/carry.ts';

type Db = Kysely<DB>;

/** Waits until nobody else evaluates, and takes the next revision. */
export async function takeRevision({ db }: Tx): Promise<number> {
  const row = await db
    .updateTable('readiness_state')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .returning('revision')
    .executeTakeFirstOrThrow();
  return row.revision;
}

export async function noteEvaluated({ db, now }: Tx): Promise<void> {
  await db.updateTable('readiness_state').set({ evaluated_at: now }).execute();
}

/** When everything was evaluated last; null before the first time. */
export async function evaluatedAt(db: Db): Promise<Date | null> {
  const row = await db.selectFrom('readiness_state').select('evaluated_at').executeTakeFirst();
  return row?.evaluated_at ?? null;
}

/** The results of some products, or of all that changed after a revision; with the highest revision seen. */
export async function loadResults(
  db: Db,
  { products, after = -1 }: { readonly products?: readonly string[]; readonly after?: number },
): Promise<{ readonly byProduct: Map<string, KeptResults>; readonly revision: number }> {
  const rows = await db
    .selectFrom('readiness_product')
    .select(['product', 'results', 'revision'])
    .$if(after >= 0, (query) => query.where('revision', '>', after))
    .$if(products !== undefined, (query) => query.where('product', 'in', [...(products ?? []), '']))
    .execute();
  const byProduct = new Map<string, KeptResults>();
  let revision = after;
  for (const row of rows) {
    revision = Math.max(revision, row.revision);
    byProduct.set(row.product, read(row.results));
  }
  return { byProduct, revision };
}

/** What {@link storeResults} wrote; by hand, because there are a hundred thousand of them. */
function read(json: unknown): KeptResults {
  assert(typeof json === 'object' && json !== null, 'results are an object');
  return new Map(Object.entries(json).map(([name, entry]): [string, Kept] => [name, keptOf(entry)]));
}

function keptOf(entry: unknown): Kept {
  assert(Array.isArray(entry), 'a result is a list');
  const parts: readonly unknown[] = entry;
  const [outcome, since, staleFrom] = parts;
  assert(outcome === 'met' || outcome === 'missed' || outcome === 'unknown', 'an outcome is known');
  assert(typeof since === 'number', 'since is an instant');
  assert(staleFrom === null || typeof staleFrom === 'number', 'what grows old does so at an instant');
  return { outcome, since, staleFrom };
}

export async function storeResults(
  { db }: Tx,
  revision: number,
  changed: ReadonlyMap<string, KeptResults>,
): Promise<void> {
  if (changed.size === 0) return;
  const results = [...changed.values()].map((each) =>
    JSON.stringify(
      Object.fromEntries(
        [...each].map(([name, { outcome, since, staleFrom }]) => [name, [outcome, since, staleFrom]]),
      ),
    ),
  );
  await sql`
    insert into readiness_product (product, results, revision)
    select product, results::jsonb, ${revision} from unnest(${[...changed.keys()]}::text[], ${results}::text[]) as new (product, results)
    on conflict (product) do update set results = excluded.results, revision = excluded.revision`.execute(db);
}
