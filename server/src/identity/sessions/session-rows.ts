import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface SessionRow {
  readonly id: string;
  /** How it began: `password`, `link`, `provider`, `passkey`. */
  readonly method: string;
  /** The provider that vouched for the person; null where none did. */
  readonly provider: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string;
}

interface NewSession extends SessionRow {
  readonly hash: Buffer;
  readonly person: string;
  readonly endsAt: Date;
  readonly passwordChoiceUntil: Date | null;
  /** Sealed. */
  readonly idToken: string | null;
}

/** A person keeps at most this many; the ones unused longest go. */
const sessionsMax = 20;

export async function insertSession(db: Kysely<DB>, session: NewSession): Promise<void> {
  await db
    .insertInto('session')
    .values({
      token_hash: session.hash,
      id: session.id,
      person: session.person,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      expires_at: session.expiresAt,
      ends_at: session.endsAt,
      address: session.address,
      user_agent: session.userAgent,
      password_choice_until: session.passwordChoiceUntil,
      method: session.method,
      provider: session.provider,
      id_token: session.idToken,
    })
    .execute();
  await sql`
    delete from session where id in (
      select id from session where person = ${session.person} order by last_seen_at desc, id offset ${sessionsMax})`.execute(
    db,
  );
}

export async function sessionsOf(db: Kysely<DB>, person: string): Promise<SessionRow[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('person', '=', person)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('last_seen_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    method: row.method,
    provider: row.provider,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
  }));
}

/** The person has just shown once more who they are. */
export async function noteConfirmed(db: Kysely<DB>, id: string, now: Date): Promise<void> {
  await db.updateTable('session').set({ authenticated_at: now }).where('id', '=', id).execute();
}

/** Whether the person had this session. */
export async function deleteSession(
  db: Kysely<DB>,
  { person, id }: { person: string; id: string },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('person', '=', person)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Ends all but `keep`; gives the ids of those that were in force. */
export async function deleteOtherSessions(
  db: Kysely<DB>,
  { person, keep }: { person: string; keep: string | null },
): Promise<string[]> {
  const rows = await db
    .deleteFrom('session')
    .where('person', '=', person)
    .where(sql<boolean>`id is distinct from ${keep}`)
    .returning(['id', sql<boolean>`expires_at > now()`.as('in_force')])
    .execute();
  return rows.filter((row) => row.in_force).map(({ id }) => id);
}

export async function deleteSessionsOf(db: Kysely<DB>, person: string): Promise<void> {
  await db.deleteFrom('session').where('person', '=', person).execute();
}

/** Ends those that this provider vouched for. */
export async function deleteSessionsBy(
  db: Kysely<DB>,
  { person, provider }: { person: string; provider: string },
): Promise<void> {
  await db.deleteFrom('session').where('person', '=', person).where('provider', '=', provider).execute();
}

/** Ends all but one, and with it the leave to choose a password without the old one. */
export async function endOtherSessions(
  db: Kysely<DB>,
  { person, keep }: { person: string; keep: string },
): Promise<void> {
  await db.deleteFrom('session').where('person', '=', person).where('id', '!=', keep).execute();
  await db.updateTable('session').set({ password_choice_until: null }).where('id', '=', keep).execute();
}
