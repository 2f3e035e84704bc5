import { integrationKind, type Integration } from '@fieldmarshal/contract/identity';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

interface NewKey {
  readonly integrationId: string;
  readonly hash: Buffer;
  readonly hint: string;
  readonly createdAt: Date;
}

/** By name, revoked ones last. */
export async function listIntegrations(db: Kysely<DB>): Promise<Integration[]> {
  return load(db, null);
}

export async function findIntegration(db: Kysely<DB>, id: string): Promise<Integration | null> {
  return (await load(db, id))[0] ?? null;
}

async function load(db: Kysely<DB>, id: string | null): Promise<Integration[]> {
  const rows = await db
    .selectFrom('integration')
    .selectAll()
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .orderBy(sql`revoked_at is not null`)
    .orderBy('name')
    .limit(1_000)
    .execute();
  const keys = await db
    .selectFrom('integration_key')
    .selectAll()
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', sql<Date>`now()`)]))
    .$if(id !== null, (query) => query.where('integration_id', '=', id ?? ''))
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: integrationKind.parse(row.kind),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    keys: keys
      .filter((key) => key.integration_id === row.id && row.revoked_at === null)
      .map((key) => ({
        hint: key.hint,
        createdAt: key.created_at.toISOString(),
        expiresAt: key.expires_at?.toISOString() ?? null,
        lastUsedAt: key.last_used_at?.toISOString() ?? null,
      })),
  }));
}

interface NewIntegration {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export async function insertIntegration(db: Kysely<DB>, integration: NewIntegration): Promise<void> {
  await db
    .insertInto('integration')
    .values({
      id: integration.id,
      name: integration.name,
      kind: integration.kind,
      created_at: integration.createdAt,
      created_by: integration.createdBy,
    })
    .execute();
}

export async function insertKey(db: Kysely<DB>, key: NewKey): Promise<void> {
  await db
    .insertInto('integration_key')
    .values({
      key_hash: key.hash,
      integration_id: key.integrationId,
      hint: key.hint,
      created_at: key.createdAt,
    })
    .execute();
}

/** Whether the integration is in force; it is held until the transaction ends. */
export async function lockIntegration(db: Kysely<DB>, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('integration')
    .select('id')
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Lets every key end at `at`, unless it ends before. */
export async function endKeys(db: Kysely<DB>, id: string, at: Date): Promise<void> {
  await db
    .updateTable('integration_key')
    .set({ expires_at: at })
    .where('integration_id', '=', id)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]))
    .execute();
}

export async function markRevoked(db: Kysely<DB>, id: string, now: Date): Promise<void> {
  await db.updateTable('integration').set({ revoked_at: now }).where('id', '=', id).execute();
}
