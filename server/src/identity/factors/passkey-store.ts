import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface StoredPasskey {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export async function passkeysOf(db: Kysely<DB>, person: string): Promise<StoredPasskey[]> {
  const rows = await db
    .selectFrom('passkey')
    .selectAll()
    .where('person', '=', person)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map(toPasskey);
}

/** Of somebody who may sign in; held until the transaction ends. */
export async function lockPasskey(db: Kysely<DB>, id: string): Promise<StoredPasskey | null> {
  const row = await db
    .selectFrom('passkey')
    .innerJoin('account', 'account.person', 'passkey.person')
    .selectAll('passkey')
    .where('passkey.id', '=', id)
    .where('account.disabled_at', 'is', null)
    .forUpdate('passkey')
    .executeTakeFirst();
  return row ? toPasskey(row) : null;
}

interface Row {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly public_key: Buffer;
  readonly counter: number | string | bigint;
  readonly transports: string[];
  readonly backed_up: boolean;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

function toPasskey(row: Row): StoredPasskey {
  const {
    public_key: publicKey,
    backed_up: backedUp,
    created_at: createdAt,
    last_used_at: lastUsedAt,
    ...rest
  } = row;
  return { ...rest, publicKey, backedUp, createdAt, lastUsedAt, counter: Number(row.counter) };
}

export async function insertPasskey(
  db: Kysely<DB>,
  passkey: Omit<StoredPasskey, 'lastUsedAt'>,
): Promise<void> {
  await db
    .insertInto('passkey')
    .values({
      id: passkey.id,
      person: passkey.person,
      name: passkey.name,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      backed_up: passkey.backedUp,
      created_at: passkey.createdAt,
    })
    .execute();
}

export async function notePasskeyUse(db: Kysely<DB>, id: string, counter: number): Promise<void> {
  await db
    .updateTable('passkey')
    .set({ counter, last_used_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
}

/** What the person called it before; null where they have none of this id. */
export async function setPasskeyName(
  db: Kysely<DB>,
  { person, id, name }: { person: string; id: string; name: string },
): Promise<string | null> {
  const found = await db
    .selectFrom('passkey')
    .select('name')
    .where('person', '=', person)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return null;
  await db.updateTable('passkey').set({ name }).where('id', '=', id).execute();
  return found.name;
}

/** What the person called it; null where they have none of this id. */
export async function deletePasskey(
  db: Kysely<DB>,
  { person, id }: { person: string; id: string },
): Promise<string | null> {
  const row = await db
    .deleteFrom('passkey')
    .where('person', '=', person)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}
