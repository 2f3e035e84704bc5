import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { KnownKey } from '../core/admit.ts';
import type { Db } from './self-store.ts';

const site = z.object({
  name: z.string(),
  stream: z.string().nullable(),
  environments: z.array(z.string()),
  recipient: z.string().nullable(),
  state: z.enum(['invited', 'enrolled', 'revoked']),
  invitation: z.string().nullable(),
  invitation_ends_at: z.date().nullable(),
  report_every_s: z.number().nullable(),
  is_overdue: z.boolean(),
  enrolled_at: z.date().nullable(),
  last_bundle_at: z.date().nullable(),
});
export type StoredSite = z.output<typeof site>;

export async function loadSites(db: Db): Promise<StoredSite[]> {
  const rows = await db.selectFrom('relay_site').selectAll().orderBy('name').execute();
  return rows.map((row) => site.parse(row));
}

/** `lock` makes other writers of this site wait: bundles of one site are taken in one after the other. */
export async function loadSite(db: Db, name: string, lock = false): Promise<StoredSite | null> {
  let query = db.selectFrom('relay_site').selectAll().where('name', '=', name);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row ? site.parse(row) : null;
}

interface Invited {
  readonly name: string;
  readonly environments: readonly string[];
  readonly invitation: string;
  readonly endsAt: Date;
  readonly reportEveryS: number | null;
  readonly by: string;
}

/** A site that was enrolled before is invited anew: what it told stays, and its keys are good until the new ones come. */
export async function storeInvitation(
  tx: Tx,
  { name, environments, invitation, endsAt, reportEveryS, by }: Invited,
): Promise<void> {
  await sql`
    insert into relay_site (name, environments, state, invitation, invitation_ends_at, report_every_s, created_at, created_by)
    values (${name}, ${[...environments]}::text[], 'invited', ${invitation}, ${endsAt}, ${reportEveryS}, now(), ${by})
    on conflict (name) do update set environments = excluded.environments, invitation = excluded.invitation,
      invitation_ends_at = excluded.invitation_ends_at, report_every_s = excluded.report_every_s`.execute(
    tx.db,
  );
}

interface Enrolled {
  readonly name: string;
  readonly stream: string;
  readonly recipient: string;
  readonly linkTokenHash: Buffer;
  readonly key: { readonly fingerprint: string; readonly publicKey: string };
}

export async function storeEnrolment(
  tx: Tx,
  { name, stream, recipient, linkTokenHash, key }: Enrolled,
): Promise<void> {
  await sql`update relay_key set revoked_at = now() where site = ${name} and revoked_at is null`.execute(
    tx.db,
  );
  await sql`
    update relay_site set stream = ${stream}, recipient = ${recipient}, state = 'enrolled', invitation = null, invitation_ends_at = null,
      link_token_hash = ${linkTokenHash}, enrolled_at = now(), revoked_at = null, last_bundle_at = null
    where name = ${name}`.execute(tx.db);
  await sql`
    insert into relay_key (site, stream, fingerprint, public_key, from_sequence)
    values (${name}, ${stream}, ${key.fingerprint}, ${key.publicKey}, 1)`.execute(tx.db);
}

export async function markRevoked(tx: Tx, name: string): Promise<void> {
  await sql`update relay_site set state = 'revoked', revoked_at = now(), invitation = null, link_token_hash = null where name = ${name}`.execute(
    tx.db,
  );
  await sql`update relay_key set revoked_at = now() where site = ${name} and revoked_at is null`.execute(
    tx.db,
  );
}

export async function setReportEvery(tx: Tx, name: string, seconds: number | null): Promise<void> {
  await tx.db.updateTable('relay_site').set({ report_every_s: seconds }).where('name', '=', name).execute();
}

/** The key that signs after bundle `sequence`; the one before it ends there. */
export async function storeNextKey(
  tx: Tx,
  next: { site: string; stream: string; sequence: number; fingerprint: string; publicKey: string },
): Promise<void> {
  await sql`
    update relay_key set until_sequence = ${next.sequence}
    where site = ${next.site} and stream = ${next.stream} and revoked_at is null and until_sequence is null and from_sequence <= ${next.sequence}`.execute(
    tx.db,
  );
  await sql`
    insert into relay_key (site, stream, fingerprint, public_key, from_sequence)
    values (${next.site}, ${next.stream}, ${next.fingerprint}, ${next.publicKey}, ${next.sequence + 1})
    on conflict do nothing`.execute(tx.db);
}

export interface StoredKey extends KnownKey {
  readonly publicKey: string;
  readonly revokedAt: Date | null;
}

/** Those of earlier enrolments first, then in the order in which they sign: the last one is of today. */
export async function loadKeys(db: Db, name: string): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('relay_key')
    .innerJoin('relay_site', 'relay_site.name', 'relay_key.site')
    .selectAll('relay_key')
    .where('site', '=', name)
    .orderBy(sql`relay_key.stream is not distinct from relay_site.stream`)
    .orderBy('from_sequence')
    .execute();
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    publicKey: row.public_key,
    from: row.from_sequence,
    until: row.until_sequence,
    isRevoked: row.revoked_at !== null,
    revokedAt: row.revoked_at,
  }));
}

export async function noteBundle(tx: Tx, name: string): Promise<void> {
  await tx.db
    .updateTable('relay_site')
    .set({ last_bundle_at: tx.now, is_overdue: false })
    .where('name', '=', name)
    .execute();
}

/**
 * Sites that turned overdue, by database time, or of which no bundle is awaited any more: it came, the rhythm was changed, the site was
 * revoked or enrolled anew. Their mark is set with it, so that an alarm that was raised also ends.
 */
export async function turnOverdue(
  tx: Tx,
): Promise<{ name: string; environments: string[]; isOverdue: boolean; since: Date }[]> {
  const { rows } = await sql<{ name: string; environments: string[]; is_overdue: boolean; since: Date }>`
    update relay_site s set is_overdue = not s.is_overdue
    where is_overdue is distinct from
      (state = 'enrolled' and report_every_s is not null and coalesce(last_bundle_at, enrolled_at) < now() - report_every_s * interval '1 second')
    returning name, environments, is_overdue, coalesce(last_bundle_at, enrolled_at) as since`.execute(tx.db);
  return rows.map(({ is_overdue, ...rest }) => ({ ...rest, isOverdue: is_overdue }));
}

export async function siteOfLinkToken(db: Db, hash: Buffer): Promise<string | null> {
  const row = await db
    .selectFrom('relay_site')
    .select('name')
    .where('link_token_hash', '=', hash)
    .where('state', '=', 'enrolled')
    .executeTakeFirst();
  return row?.name ?? null;
}

/** Of each enrolled site: its enrolment, and the hash of what opens its link. */
export async function linesByLink(db: Db): Promise<{ site: string; stream: string; linkHash: Buffer }[]> {
  const rows = await db
    .selectFrom('relay_site')
    .select(['name', 'stream', 'link_token_hash'])
    .where('state', '=', 'enrolled')
    .orderBy('name')
    .execute();
  return rows.flatMap(({ name, stream, link_token_hash }) =>
    stream === null || link_token_hash === null ? [] : [{ site: name, stream, linkHash: link_token_hash }],
  );
}
