import { role } from '@fieldmarshal/contract';
import type { Token } from '@fieldmarshal/contract/identity';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform';

const listedMax = 1_000;

/** Whose tokens: everybody's, those of a person, or one alone. */
export type Owner = 'everybody' | { readonly person: string } | { readonly token: string };

/** Newest first. */
export async function listTokens(db: Kysely<DB>, owner: Owner): Promise<Token[]> {
  const rows = await db
    .selectFrom('api_token')
    .selectAll()
    .where(belongsTo(owner))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(listedMax)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    person: row.person,
    roles: z.array(role).parse(row.roles),
    abilities: row.abilities,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
}

export async function insertToken(db: Kysely<DB>, token: Token, hash: Buffer): Promise<void> {
  await db
    .insertInto('api_token')
    .values({
      id: token.id,
      name: token.name,
      token_hash: hash,
      hint: token.hint,
      person: token.person,
      roles: token.roles,
      abilities: token.abilities,
      created_at: token.createdAt,
      created_by: token.createdBy,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** The name of the token revoked now; null where there is none in force, or it is not the owner's. */
export async function revokeToken(
  db: Kysely<DB>,
  { id, owner, now }: { id: string; owner: Owner; now: Date },
): Promise<string | null> {
  const row = await db
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where(belongsTo(owner))
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

function belongsTo(owner: Owner): RawBuilder<boolean> {
  if (owner === 'everybody') return sql<boolean>`true`;
  return 'person' in owner ? sql<boolean>`person = ${owner.person}` : sql<boolean>`id = ${owner.token}`;
}
