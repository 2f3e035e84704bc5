import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface ProviderIdentity {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly provider: string;
  readonly person: string;
  readonly groups: readonly string[];
  readonly createdAt: Date;
  readonly lastSignInAt: Date;
}

/** Whom the provider means; held until the transaction ends. */
export async function personBehind(
  db: Kysely<DB>,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<string | null> {
  const row = await db
    .selectFrom('sign_in_identity')
    .select('person')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .forUpdate()
    .executeTakeFirst();
  return row?.person ?? null;
}

/** Connects, or notes another use of, an identity. The person of a known one stays as it is. */
export async function storeIdentity(
  db: Kysely<DB>,
  identity: Omit<ProviderIdentity, 'createdAt' | 'lastSignInAt'>,
  now: Date,
): Promise<void> {
  const { id, issuer, subject, provider, person, groups } = identity;
  await db
    .insertInto('sign_in_identity')
    .values({
      id,
      issuer,
      subject,
      provider,
      person,
      groups: [...groups],
      created_at: now,
      last_sign_in_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['issuer', 'subject'])
        .doUpdateSet({ provider, groups: [...groups], last_sign_in_at: now }),
    )
    .execute();
}

export async function identitiesOf(db: Kysely<DB>, person: string): Promise<ProviderIdentity[]> {
  const rows = await db
    .selectFrom('sign_in_identity')
    .selectAll()
    .where('person', '=', person)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map(({ created_at: createdAt, last_sign_in_at: lastSignInAt, ...rest }) => ({
    ...rest,
    createdAt,
    lastSignInAt,
  }));
}

/** The identity that was taken away; null where the person has none of this id. */
export async function deleteIdentity(
  db: Kysely<DB>,
  { person, id }: { person: string; id: string },
): Promise<{ provider: string; issuer: string; subject: string } | null> {
  const row = await db
    .deleteFrom('sign_in_identity')
    .where('person', '=', person)
    .where('id', '=', id)
    .returning(['provider', 'issuer', 'subject'])
    .executeTakeFirst();
  return row ?? null;
}

/** Which of these names, or numbered ones of it, have an account. */
export async function namesLike(db: Kysely<DB>, name: string): Promise<Set<string>> {
  const { rows } = await sql<{ person: string }>`
    select person from account where person = ${name} or starts_with(person, ${`${name}-`})`.execute(db);
  return new Set(rows.map(({ person }) => person));
}

export async function isEmailFree(db: Kysely<DB>, email: string): Promise<boolean> {
  const { rows } = await sql`select from account where lower(email) = lower(${email})`.execute(db);
  return rows.length === 0;
}
