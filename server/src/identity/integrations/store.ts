import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { DB } from '#platform';

export interface StoredKey {
  readonly integrationId: string;
  readonly name: string;
  readonly isTracker: boolean;
  readonly lastUseIsOld: boolean;
}

/** The integration whose key this is, if key and integration are in force now. */
export async function findIntegrationKey(pool: pg.Pool, hash: Buffer): Promise<StoredKey | null> {
  const { rows } = await pool.query<StoredKey>({
    name: 'identity-find-integration-key',
    text: `select i.id as "integrationId", i.name, i.kind = 'tracker' as "isTracker", coalesce(k.last_used_at < now() - interval '1 minute', true) as "lastUseIsOld"
      from integration_key k join integration i on i.id = k.integration_id
      where k.key_hash = $1 and i.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
    values: [hash],
  });
  return rows[0] ?? null;
}

export async function touchIntegrationKey(pool: pg.Pool, hash: Buffer): Promise<void> {
  await pool.query('update integration_key set last_used_at = now() where key_hash = $1', [hash]);
}

const bootstrapId = 'bootstrap';

/**
 * The integration `bootstrap` with the key of the configuration. A changed key replaces the one before; what was revoked stays so.
 * True where the key was made now.
 */
export async function ensureBootstrapKey(
  db: Kysely<DB>,
  { hash, hint }: { hash: Buffer; hint: string },
  now: Date,
): Promise<boolean> {
  await db
    .insertInto('integration')
    .values({
      id: bootstrapId,
      name: bootstrapId,
      kind: 'generic',
      created_at: now,
      created_by: 'system:start',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('integration_key')
    .values({ key_hash: hash, integration_id: bootstrapId, hint, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  await db
    .updateTable('integration_key')
    .set({ expires_at: now })
    .where('integration_id', '=', bootstrapId)
    .where('key_hash', '!=', hash)
    .where('expires_at', 'is', null)
    .execute();
  return numInsertedOrUpdatedRows === 1n;
}
