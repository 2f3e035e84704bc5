import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface Credentials {
  readonly person: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly roles: readonly string[];
  readonly passwordHash: string | null;
}

const columns = ['person', 'display_name', 'email', 'roles', 'password_hash'] as const;

interface Row {
  readonly person: string;
  readonly display_name: string;
  readonly email: string | null;
  readonly roles: readonly string[];
  readonly password_hash: string | null;
}

function toCredentials(row: Row | undefined): Credentials | null {
  if (!row) return null;
  const { person, email, roles } = row;
  return { person, email, roles, displayName: row.display_name, passwordHash: row.password_hash };
}

/** By e-mail address or name, if the account may sign in. An address goes before a name. */
export async function credentialsFor(db: Kysely<DB>, typed: string): Promise<Credentials | null> {
  const wanted = typed.trim().toLowerCase();
  const row = await db
    .selectFrom('account')
    .select(columns)
    .where('disabled_at', 'is', null)
    .where((where) => where.or([where(sql`lower(email)`, '=', wanted), where('person', '=', wanted)]))
    .orderBy(sql`lower(email) is not distinct from ${wanted}`, 'desc')
    .limit(1)
    .executeTakeFirst();
  return toCredentials(row);
}

/** The account for a change of its password or a new session, held until the transaction ends. */
export async function lockCredentials(db: Kysely<DB>, person: string): Promise<Credentials | null> {
  const row = await db
    .selectFrom('account')
    .select(columns)
    .where('person', '=', person)
    .where('disabled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return toCredentials(row);
}

export async function storePassword(
  db: Kysely<DB>,
  { person, hash, now }: { person: string; hash: string; now: Date },
): Promise<void> {
  await db
    .updateTable('account')
    .set({ password_hash: hash, password_set_at: now })
    .where('person', '=', person)
    .execute();
}

export async function noteSignIn(db: Kysely<DB>, person: string, now: Date): Promise<void> {
  await db.updateTable('account').set({ last_sign_in_at: now }).where('person', '=', person).execute();
}
