import type { StatusLink } from '@fieldmarshal/contract/comms';
import { z } from 'zod';
import type { Env, Tx } from '#platform';

const linkKind = z.enum(['application', 'customer']);

/** A private view that may be looked at, as long as it has not ended. */
export interface KnownLink {
  readonly id: string;
  readonly kind: 'application' | 'customer';
  readonly name: string;
  readonly expiresAt: Date | null;
}

/** Every private view that was not revoked, by the hash of its secret. */
export async function loadLinks(env: Env): Promise<Map<string, KnownLink>> {
  const rows = await env.databases.web
    .selectFrom('status_link')
    .select(['id', 'token_hash', 'kind', 'name', 'expires_at'])
    .where('revoked_at', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.token_hash,
      {
        id: String(row.id),
        kind: linkKind.parse(row.kind),
        name: row.name,
        expiresAt: row.expires_at,
      },
    ]),
  );
}

const columns = ['id', 'kind', 'name', 'made_by', 'made_at', 'expires_at', 'revoked_at'] as const;

interface Row {
  id: number;
  kind: string;
  name: string;
  made_by: string;
  made_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

function linkFrom(row: Row): StatusLink {
  return {
    id: String(row.id),
    kind: linkKind.parse(row.kind),
    name: row.name,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

export async function listLinkRows(env: Env): Promise<StatusLink[]> {
  const rows = await env.databases.web
    .selectFrom('status_link')
    .select(columns)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => linkFrom(row));
}

interface NewLink {
  readonly kind: 'application' | 'customer';
  readonly name: string;
  readonly tokenHash: string;
  readonly madeBy: string;
  readonly expiresAt: string | null;
}

export async function insertLink(tx: Tx, link: NewLink): Promise<StatusLink> {
  const row = await tx.db
    .insertInto('status_link')
    .values({
      kind: link.kind,
      name: link.name,
      token_hash: link.tokenHash,
      made_by: link.madeBy,
      made_at: tx.now,
      expires_at: link.expiresAt,
      revoked_at: null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return linkFrom(row);
}

/** Null where there is no such link. One that was revoked stays as it was. */
export async function revokeLinkRow(tx: Tx, id: string): Promise<StatusLink | null> {
  await tx.db
    .updateTable('status_link')
    .set({ revoked_at: tx.now })
    .where('id', '=', Number(id))
    .where('revoked_at', 'is', null)
    .execute();
  const row = await tx.db
    .selectFrom('status_link')
    .select(columns)
    .where('id', '=', Number(id))
    .executeTakeFirst();
  return row === undefined ? null : linkFrom(row);
}
