import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { DB } from '#platform';

export interface StoredToken {
  readonly id: string;
  readonly name: string;
  readonly person: string | null;
  readonly roles: readonly string[];
  readonly abilities: readonly string[] | null;
  /** What the person may now; null for a service's token. */
  readonly personRoles: readonly string[] | null;
  readonly lastUseIsOld: boolean;
}

/** The token if it is in force now. */
export async function findToken(pool: pg.Pool, hash: Buffer): Promise<StoredToken | null> {
  const { rows } = await pool.query<StoredToken>({
    name: 'identity-find-token',
    text: `select t.id, t.name, t.person, t.roles, t.abilities, a.roles as "personRoles",
        coalesce(t.last_used_at < now() - interval '1 minute', true) as "lastUseIsOld"
      from api_token t left join account a on a.person = t.person
      where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
        and (t.person is null or a.disabled_at is null)`,
    values: [hash],
  });
  return rows[0] ?? null;
}

export async function touchToken(pool: pg.Pool, id: string): Promise<void> {
  await pool.query('update api_token set last_used_at = now() where id = $1', [id]);
}

/**
 * The token of the configuration: there from the first start with it. A changed one replaces it; one that was revoked stays so.
 * True where it was made now.
 */
export async function ensureBootstrapToken(
  db: Kysely<DB>,
  { hash, hint }: { hash: Buffer; hint: string },
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('api_token')
    .values({
      id: `token-bootstrap-${hash.toString('hex').slice(0, 12)}`,
      name: 'bootstrap',
      token_hash: hash,
      hint,
      roles: ['admin'],
      created_at: now,
      created_by: 'system:start',
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  await db
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('name', '=', 'bootstrap')
    .where('created_by', '=', 'system:start')
    .where('token_hash', '!=', hash)
    .where('revoked_at', 'is', null)
    .execute();
  return numInsertedOrUpdatedRows === 1n;
}
