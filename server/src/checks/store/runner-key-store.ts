import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

export interface RunnerKeysKnown {
  readonly key: string | null;
  readonly keySince: Date | null;
  /** Empty: it asked without one. */
  readonly otherKey: string | null;
  readonly otherKeySeenAt: Date | null;
}

export async function readKeys(db: Kysely<DB>, id: string): Promise<RunnerKeysKnown> {
  const row = await db
    .selectFrom('runner')
    .select(['key', 'key_since', 'other_key', 'other_key_seen_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    key: row.key,
    keySince: row.key_since,
    otherKey: row.other_key,
    otherKeySeenAt: row.other_key_seen_at,
  };
}

/** False where somebody else was first. */
export async function pinKey(tx: Tx, id: string, key: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('runner')
    .set({ key, key_since: tx.now })
    .where('id', '=', id)
    .where('key', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whether this is the first since a person decided, or ever. */
export async function noteOtherKey(tx: Tx, id: string, key: string): Promise<boolean> {
  const { rows } = await sql<{ is_first: boolean }>`
    update runner r set other_key = ${key}, other_key_seen_at = now(), other_key_since = coalesce(r.other_key_since, now())
    from (select id, other_key is null as is_first from runner where id = ${id} for update) before
    where r.id = before.id returning before.is_first`.execute(tx.db);
  return rows[0]?.is_first ?? false;
}

/** Forgets the other key, having made it the runner's own where it is accepted. False where it is no longer that key. */
export async function settleOtherKey(
  tx: Tx,
  id: string,
  { otherKey, accept }: { readonly otherKey: string; readonly accept: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('runner')
    .set({
      ...(accept ? { key: otherKey, key_since: tx.now } : {}),
      ...{ other_key: null, other_key_since: null, other_key_seen_at: null },
    })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('other_key', '=', otherKey)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
