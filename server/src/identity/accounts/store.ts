import { sql, type Kysely } from 'kysely';
import { role, type Role } from '@fieldmarshal/contract';
import { z } from 'zod';
import type { DB } from '#platform';

export interface Account {
  readonly person: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly managedBy: string | null;
  readonly hasPassword: boolean;
  readonly hasAuthenticator: boolean;
  readonly passwordSetAt: Date | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
}

const columns = [
  'person',
  'email',
  'display_name',
  'roles',
  'managed_by',
  'password_set_at',
  'disabled_at',
  'created_at',
  'last_sign_in_at',
  sql<boolean>`password_hash is not null`.as('has_password'),
  sql<boolean>`exists (select from totp where totp.person = account.person and confirmed_at is not null)`.as(
    'has_authenticator',
  ),
] as const;

interface Row {
  readonly person: string;
  readonly email: string | null;
  readonly display_name: string;
  readonly roles: readonly string[];
  readonly managed_by: string | null;
  readonly has_password: boolean;
  readonly has_authenticator: boolean;
  readonly password_set_at: Date | null;
  readonly disabled_at: Date | null;
  readonly created_at: Date;
  readonly last_sign_in_at: Date | null;
}

function toAccount(row: Row): Account {
  return {
    person: row.person,
    email: row.email,
    displayName: row.display_name,
    roles: z.array(role).parse(row.roles),
    managedBy: row.managed_by,
    hasPassword: row.has_password,
    hasAuthenticator: row.has_authenticator,
    passwordSetAt: row.password_set_at,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  };
}

export async function listAccounts(
  db: Kysely<DB>,
  { after, part = '', limit }: { after: string; part?: string; limit: number },
): Promise<Account[]> {
  let rows = db
    .selectFrom('account')
    .select(columns)
    .where('person', '>', after)
    .orderBy('person')
    .limit(limit);
  if (part.trim() !== '') {
    const pattern = `%${part.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    rows = rows.where(sql<boolean>`concat_ws(chr(10), person, display_name, email) ilike ${pattern}`);
  }
  return (await rows.execute()).map(toAccount);
}

export async function findAccount(db: Kysely<DB>, person: string): Promise<Account | null> {
  const row = await db.selectFrom('account').select(columns).where('person', '=', person).executeTakeFirst();
  return row ? toAccount(row) : null;
}

/**
 * The account, held against changes by others until the transaction ends. With it are held, and before it, those of all administrators:
 * so of two who take the right from each other at the same moment only one succeeds, and nobody waits in a circle.
 */
export async function lockAccount(db: Kysely<DB>, person: string): Promise<Account | null> {
  const isAdmin = sql<boolean>`'admin' = any(roles)`;
  const rows = await db
    .selectFrom('account')
    .select(columns)
    .where((where) => where.or([where('person', '=', person), isAdmin]))
    .orderBy(isAdmin, 'desc')
    .orderBy('person')
    .forUpdate()
    .execute();
  const row = rows.find((each) => each.person === person);
  return row ? toAccount(row) : null;
}

/** How many administrators could sign in besides this one; stays so until the transaction ends once {@link lockAccount} was called in it. */
export async function countOtherAdmins(db: Kysely<DB>, person: string): Promise<number> {
  const rows = await db
    .selectFrom('account')
    .select('person')
    .where(sql<boolean>`'admin' = any(roles)`)
    .where('disabled_at', 'is', null)
    .where('person', '!=', person)
    .execute();
  return rows.length;
}

export interface AccountValues {
  readonly person: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly managedBy: string | null;
}

/** False where somebody else made it first. */
export async function insertAccount(db: Kysely<DB>, values: AccountValues, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('account')
    .values({
      person: values.person,
      email: values.email,
      display_name: values.displayName,
      roles: [...values.roles],
      managed_by: values.managedBy,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('person').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateAccount(db: Kysely<DB>, values: AccountValues): Promise<void> {
  await db
    .updateTable('account')
    .set({
      email: values.email,
      display_name: values.displayName,
      roles: [...values.roles],
      managed_by: values.managedBy,
    })
    .where('person', '=', values.person)
    .execute();
}

export async function setDisabled(db: Kysely<DB>, person: string, disabledAt: Date | null): Promise<void> {
  await db.updateTable('account').set({ disabled_at: disabledAt }).where('person', '=', person).execute();
}

/** Administrators who may sign in and have an address, by name. */
export async function adminAddresses(
  db: Kysely<DB>,
): Promise<{ readonly person: string; readonly email: string }[]> {
  const { rows } = await sql<{ person: string; email: string }>`
    select person, email from account
    where 'admin' = any(roles) and disabled_at is null and email is not null order by person`.execute(db);
  return rows;
}

/** The administrator who gets the link of a start: `admin`, or else the first by name; null where there is none who may sign in. */
export async function adminToInvite(db: Kysely<DB>): Promise<string | null> {
  const row = await db
    .selectFrom('account')
    .select('person')
    .where(sql<boolean>`'admin' = any(roles)`)
    .where('disabled_at', 'is', null)
    .orderBy(sql`person = 'admin'`, 'desc')
    .orderBy('person')
    .limit(1)
    .executeTakeFirst();
  return row?.person ?? null;
}

/** Whether any administrator chose a password and may sign in: then nobody needs the first sign-in link. */
export async function anAdminCanSignIn(db: Kysely<DB>): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('person')
    .where(sql<boolean>`'admin' = any(roles)`)
    .where('disabled_at', 'is', null)
    .where('password_hash', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
