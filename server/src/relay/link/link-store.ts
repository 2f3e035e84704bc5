import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { Db } from '../store/self-store.ts';

/** How a site calls headquarters. */
export interface LinkSettings {
  /** Null: not by itself, and so not at all. */
  readonly everyS: number | null;
  /** Null: as the invitation says. */
  readonly url: string | null;
  /** The policy whose bundles leave over the link without asking. */
  readonly standing: { readonly policy: string; readonly by: string } | null;
}

export async function loadLink(db: Db): Promise<LinkSettings> {
  const row = await db
    .selectFrom('relay_self')
    .select(['link_every_s', 'link_url', 'standing_policy', 'standing_by'])
    .executeTakeFirst();
  const standing = row?.standing_policy ?? null;
  return {
    everyS: row?.link_every_s ?? null,
    url: row?.link_url ?? null,
    standing: standing === null ? null : { policy: standing, by: row?.standing_by ?? '' },
  };
}

export async function storeLink(tx: Tx, { everyS, url, standing }: LinkSettings): Promise<void> {
  await tx.db
    .updateTable('relay_self')
    .set({
      link_every_s: everyS,
      link_url: url,
      standing_policy: standing?.policy ?? null,
      standing_by: standing?.by ?? null,
      link_tried_at: null,
      link_result: null,
    })
    .execute();
}

const shownMax = 500;

export async function noteCall(db: Db, result: string): Promise<void> {
  await sql`update relay_self set link_tried_at = now(), link_result = ${result.slice(0, shownMax)}`.execute(
    db,
  );
}

/** Whether a call is due by the database's clock; one that failed is tried again after `retryS`. */
export async function isDue(db: Db, retryS: number): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select link_every_s is not null and (link_tried_at is null
      or link_tried_at + make_interval(secs => case when link_result like 'ok%' then link_every_s else least(link_every_s, ${retryS}) end) <= now()) as due
    from relay_self`.execute(db);
  return rows[0]?.due ?? false;
}
