import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import { contentHash } from '../../core/fingerprint.ts';
import type { Labels } from '../../core/signal.ts';

/** The latest alert with one key, as its sender may see and amend it. */
export interface SentAlert {
  readonly id: number;
  readonly key: string;
  readonly state: string;
  readonly title: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly link: string | null;
  readonly count: number;
  readonly receivedAt: Date;
  readonly lastSeenAt: Date;
  readonly changedAt: Date;
}

const texts = z.record(z.string(), z.string());

type Address = { readonly key: string } | { readonly id: number };

/** `null` where the integration has sent none. The open episode comes before those that ended. */
export async function findSent(
  db: Kysely<DB>,
  integration: string,
  address: Address,
): Promise<SentAlert | null> {
  const row = await sent(db, integration, address).executeTakeFirst();
  return row ? toSent(row) : null;
}

/** The same, locked until the transaction ends. */
export async function lockSent({ db }: Tx, integration: string, address: Address): Promise<SentAlert | null> {
  const row = await sent(db, integration, address).forNoKeyUpdate().executeTakeFirst();
  return row ? toSent(row) : null;
}

function sent(db: Kysely<DB>, integration: string, address: Address) {
  const rows = db
    .selectFrom('alert')
    .selectAll()
    .where('integration', '=', integration)
    .orderBy('episode', 'desc')
    .limit(1);
  return 'key' in address ? rows.where('dedup_key', '=', address.key) : rows.where('id', '=', address.id);
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof sent>['executeTakeFirst']>>>;

function toSent(row: Row): SentAlert {
  return {
    id: row.id,
    key: row.dedup_key,
    state: row.state,
    title: row.title,
    labels: texts.parse(row.labels),
    annotations: texts.parse(row.annotations),
    link: row.link,
    count: row.count,
    receivedAt: row.received_at,
    lastSeenAt: row.last_seen_at,
    changedAt: row.changed_at,
  };
}

/** Writes what people see of it, so that a repeat of the same content changes nothing. */
export async function saveSent({ db, now }: Tx, { id, ...content }: SentAlert): Promise<void> {
  const { title, labels, annotations, link } = content;
  await db
    .updateTable('alert')
    .set({
      title,
      annotations: JSON.stringify(annotations),
      content_hash: contentHash({ title, labels, annotations, link }),
      changed_at: now,
    })
    .where('id', '=', id)
    .execute();
}

interface Happened {
  readonly alert: number;
  readonly type: 'changed' | 'noted';
  readonly actor: string;
  readonly detail: string | null;
}

export async function addAlertEvent({ db, now }: Tx, event: Happened): Promise<void> {
  const { alert, type, actor, detail } = event;
  await db.insertInto('alert_event').values({ alert_id: alert, at: now, type, actor, detail }).execute();
}
