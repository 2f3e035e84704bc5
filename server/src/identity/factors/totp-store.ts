import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface StoredTotp {
  /** Sealed. */
  readonly secret: string;
  readonly confirmedAt: Date | null;
  /** The 30-second step of the newest code that was taken. */
  readonly lastStep: number;
}

/** The authenticator of a person, held until the transaction ends: of two who send the same code, one gets in. */
export async function lockTotp(db: Kysely<DB>, person: string): Promise<StoredTotp | null> {
  const row = await db
    .selectFrom('totp')
    .selectAll()
    .where('person', '=', person)
    .forUpdate()
    .executeTakeFirst();
  return row ? { secret: row.secret, confirmedAt: row.confirmed_at, lastStep: row.last_step } : null;
}

/** When the person's authenticator was set up; null where they have none. */
export async function totpSince(db: Kysely<DB>, person: string): Promise<Date | null> {
  const row = await db
    .selectFrom('totp')
    .select('confirmed_at')
    .where('person', '=', person)
    .executeTakeFirst();
  return row?.confirmed_at ?? null;
}

/** A secret that is not asked for yet, in place of one that was never confirmed. */
export async function storeTotp(
  db: Kysely<DB>,
  { person, secret, now }: { person: string; secret: string; now: Date },
): Promise<void> {
  await db
    .insertInto('totp')
    .values({ person, secret, created_at: now })
    .onConflict((conflict) =>
      conflict.column('person').doUpdateSet({ secret, created_at: now, last_step: 0 }),
    )
    .execute();
}

export async function confirmTotp(db: Kysely<DB>, person: string, now: Date): Promise<void> {
  await db.updateTable('totp').set({ confirmed_at: now }).where('person', '=', person).execute();
}

export async function noteTotpStep(db: Kysely<DB>, person: string, step: number): Promise<void> {
  await db.updateTable('totp').set({ last_step: step }).where('person', '=', person).execute();
}

/** Whether there was one. Its recovery codes go with it. */
export async function deleteTotp(db: Kysely<DB>, person: string): Promise<boolean> {
  await db.deleteFrom('recovery_code').where('person', '=', person).execute();
  const { numDeletedRows } = await db.deleteFrom('totp').where('person', '=', person).executeTakeFirst();
  return numDeletedRows === 1n;
}

/** In place of all that there were. */
export async function storeRecoveryCodes(
  db: Kysely<DB>,
  { person, hashes, now }: { person: string; hashes: readonly Buffer[]; now: Date },
): Promise<void> {
  await db.deleteFrom('recovery_code').where('person', '=', person).execute();
  await db
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ code_hash: hash, person, created_at: now })))
    .execute();
}

/** Whether the code was the person's and unused; it is used from now on. */
export async function takeRecoveryCode(db: Kysely<DB>, person: string, hash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('recovery_code')
    .set({ used_at: sql<Date>`now()` })
    .where('person', '=', person)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function recoveryCodesLeft(db: Kysely<DB>, person: string): Promise<number> {
  const rows = await db
    .selectFrom('recovery_code')
    .select('code_hash')
    .where('person', '=', person)
    .where('used_at', 'is', null)
    .execute();
  return rows.length;
}
