import type { Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

export type Db = Kysely<DB>;

interface SelfRow {
  readonly role: 'site' | 'headquarters';
  readonly name: string;
  readonly stream: string | null;
  readonly publicKey: string;
  readonly recipient: string;
  readonly sealed: string;
  readonly peer: unknown;
  readonly nextKey: string | null;
}

export async function loadSelf(
  db: Db,
): Promise<(SelfRow & { linkTriedAt: Date | null; linkResult: string | null }) | null> {
  const row = await db.selectFrom('relay_self').selectAll().executeTakeFirst();
  if (!row) return null;
  return {
    role: row.role === 'site' ? 'site' : 'headquarters',
    name: row.name,
    stream: row.stream,
    publicKey: row.public_key,
    recipient: row.recipient,
    sealed: row.sealed,
    peer: row.peer,
    nextKey: row.next_key,
    linkTriedAt: row.link_tried_at,
    linkResult: row.link_result,
  };
}

export async function storeSelf(tx: Tx, row: SelfRow): Promise<void> {
  const columns = {
    role: row.role,
    name: row.name,
    stream: row.stream,
    public_key: row.publicKey,
    recipient: row.recipient,
    sealed: row.sealed,
    peer: row.peer === null ? null : JSON.stringify(row.peer),
    next_key: row.nextKey,
  };
  await tx.db
    .insertInto('relay_self')
    .values({ one: true, ...columns, created_at: tx.now })
    .onConflict((on) => on.column('one').doUpdateSet(columns))
    .execute();
}
