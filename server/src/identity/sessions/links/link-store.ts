import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

interface NewLink {
  readonly hash: Buffer;
  readonly person: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertLink(db: Kysely<DB>, link: NewLink): Promise<void> {
  await db
    .insertInto('sign_in_link')
    .values({
      token_hash: link.hash,
      person: link.person,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute();
}

/** For whom a link is that could be used now. */
export async function findLink(
  db: Kysely<DB>,
  hash: Buffer,
): Promise<{ person: string; displayName: string } | null> {
  const row = await db
    .selectFrom('sign_in_link')
    .innerJoin('account', 'account.person', 'sign_in_link.person')
    .select(['account.person', 'account.display_name'])
    .where('sign_in_link.token_hash', '=', hash)
    .where('sign_in_link.expires_at', '>', sql<Date>`now()`)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ? { person: row.person, displayName: row.display_name } : null;
}

/** Uses the link up; null where it is used, run out or unknown. Of two who try at once, one gets it. */
export async function takeLink(db: Kysely<DB>, hash: Buffer): Promise<string | null> {
  const row = await db
    .deleteFrom('sign_in_link')
    .where('token_hash', '=', hash)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning('person')
    .executeTakeFirst();
  return row?.person ?? null;
}

export async function deleteLinksOf(db: Kysely<DB>, person: string): Promise<void> {
  await db.deleteFrom('sign_in_link').where('person', '=', person).execute();
}
