import { channelName } from '@fieldmarshal/contract/delivery';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB, Tx } from '#platform';
import type { Outcome } from './channel.ts';
import { message, type ChannelName, type Message, type NewDelivery } from './message.ts';

/** A delivery as a sender needs it. */
export interface StoredDelivery {
  readonly id: string;
  readonly key: string;
  readonly channel: ChannelName;
  readonly destination: string;
  readonly message: Message;
  readonly regarding: string;
  readonly incidentId: string | null;
  readonly answerLinkFor: string | null;
  readonly state: string;
  readonly attempts: number;
  readonly detail: string;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly cancelledWhy: string | null;
  readonly settledAt: Date | null;
  readonly bundle: string | null;
  readonly bulk: boolean;
  /** Until when the message that carries it may say what became of it. */
  readonly sentWithUntil: Date | null;
}

/** What a new delivery is stored as; `begun` opens its first attempt with it. */
export type DeliveryRow = Omit<NewDelivery, 'message'> & {
  readonly message: Message;
  readonly begun: boolean;
};

/** Stores deliveries, and the first attempt of those that are begun, in one statement. Keys that exist already are left out of the answer. */
export async function insertDeliveries(tx: Tx, rows: readonly DeliveryRow[]): Promise<Map<string, string>> {
  const list = rows.map((row) => ({
    key: row.key,
    channel: row.channel,
    destination: row.destination,
    message: row.message,
    regarding: row.regarding,
    incident_id: row.incidentId ?? null,
    answer_link_for: row.answerLinkFor ?? null,
    due_at: (row.dueAt ?? tx.now).toISOString(),
    begun: row.begun,
    bundle: row.bundle ?? null,
    bulk: row.bulk ?? false,
  }));
  const { rows: stored } = await sql<{ id: number; key: string }>`
    with new as (
      select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(key text, channel text, destination text, message jsonb,
        regarding text, incident_id text, answer_link_for text, due_at timestamptz, begun boolean, bundle text, bulk boolean)),
    stored as (
      insert into delivery (key, channel, destination, message, regarding, incident_id, answer_link_for, state, attempts, detail, due_at, created_at, bundle, bulk)
      select key, channel, destination, message, regarding, incident_id, answer_link_for,
        case when begun then 'sending' else 'queued' end, begun::int, '', due_at, now(), bundle, bulk
      from new
      on conflict (key) do nothing
      returning id, key, attempts),
    opened as (
      insert into delivery_attempt (delivery_id, attempt, started_at, permanent, detail)
      select id, 1, now(), false, '' from stored where attempts = 1)
    select id, key from stored`.execute(tx.db);
  return new Map(stored.map(({ id, key }) => [key, String(id)]));
}

export async function loadDelivery(
  db: Kysely<DB>,
  id: string,
  lock: 'for update' | 'unlocked' = 'unlocked',
): Promise<StoredDelivery | null> {
  const query = db.selectFrom('delivery').selectAll().where('id', '=', Number(id));
  const row = await (lock === 'for update' ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return null;
  return {
    id: String(row.id),
    key: row.key,
    channel: channelName.parse(row.channel),
    destination: row.destination,
    message: message.parse(row.message),
    regarding: row.regarding,
    incidentId: row.incident_id,
    answerLinkFor: row.answer_link_for,
    state: row.state,
    attempts: row.attempts,
    detail: row.detail,
    dueAt: row.due_at,
    createdAt: row.created_at,
    cancelledWhy: row.cancelled_why,
    settledAt: row.settled_at,
    bundle: row.bundle,
    bulk: row.bulk,
    sentWithUntil: row.sent_with_until,
  };
}

/** Opens attempt number `attempt`; an earlier one that is still open was cut off and becomes unknown. */
export async function openAttempt(tx: Tx, id: string, attempt: number): Promise<void> {
  const key = Number(id);
  await tx.db
    .updateTable('delivery_attempt')
    .set({ outcome: 'unknown', ended_at: tx.now, detail: cutOffDetail })
    .where('delivery_id', '=', key)
    .where('outcome', 'is', null)
    .where('attempt', '<', attempt)
    .execute();
  await tx.db
    .insertInto('delivery_attempt')
    .values({ delivery_id: key, attempt, started_at: tx.now, permanent: false, detail: '' })
    .onConflict((conflict) =>
      conflict.columns(['delivery_id', 'attempt']).doUpdateSet({ started_at: tx.now }),
    )
    .execute();
  await tx.db
    .updateTable('delivery')
    .set({ state: 'sending', attempts: attempt, sent_with: null, sent_with_until: null })
    .where('id', '=', key)
    .execute();
}

export const cutOffDetail =
  'The server stopped while this was being sent. It may have arrived; it is sent again under the same id.';

/** Ends the last attempt of a delivery. */
export async function closeAttempt(
  tx: Tx,
  { id, attempts }: StoredDelivery,
  outcome: Outcome,
): Promise<void> {
  await tx.db
    .updateTable('delivery_attempt')
    .set({
      outcome: outcome.outcome,
      ended_at: tx.now,
      permanent: outcome.outcome === 'failed' && outcome.permanent,
      detail: outcome.detail,
    })
    .where('delivery_id', '=', Number(id))
    .where('attempt', '=', attempts)
    .execute();
}

interface SentAttempt {
  readonly attempt: number;
  readonly detail: string;
  readonly provider: string | null;
  readonly externalId: string | null;
}

/** Ends a delivery whose attempt succeeded, in one statement. False where the attempt was taken over by another one. */
export async function settleSent(
  db: Kysely<DB>,
  id: string,
  { attempt, detail, provider, externalId }: SentAttempt,
): Promise<boolean> {
  const { rows } = await sql`
    with settled as (
      update delivery set state = 'sent', detail = ${detail}, settled_at = now(), provider = ${provider}, external_id = ${externalId}
      where id = ${Number(id)} and attempts = ${attempt} and state = 'sending'
      returning id)
    update delivery_attempt a set outcome = 'sent', ended_at = now(), detail = ${detail}
    from settled where a.delivery_id = settled.id and a.attempt = ${attempt}
    returning a.attempt`.execute(db);
  return rows.length > 0;
}

interface NextState {
  readonly state: 'queued' | 'sent' | 'failed' | 'unknown' | 'cancelled';
  readonly settled: boolean;
  readonly detail: string;
}

export async function setState(tx: Tx, id: string, { state, settled, detail }: NextState): Promise<void> {
  await tx.db
    .updateTable('delivery')
    .set({ state, detail, settled_at: settled ? tx.now : null })
    .where('id', '=', Number(id))
    .execute();
}

/** Takes back the last attempt of a delivery, which was opened but never made. */
export async function withdrawAttempt(tx: Tx, { id, attempts }: StoredDelivery): Promise<void> {
  await tx.db
    .deleteFrom('delivery_attempt')
    .where('delivery_id', '=', Number(id))
    .where('attempt', '=', attempts)
    .execute();
  await tx.db
    .updateTable('delivery')
    .set({ attempts: attempts - 1 })
    .where('id', '=', Number(id))
    .execute();
}

/** Marks what is about `regarding` as no longer wanted; what is not under way is settled at once. Returns the ids of those. */
export async function markCancelled(tx: Tx, regarding: readonly string[], why: string): Promise<string[]> {
  return markWhere(tx, sql`regarding = any(${[...regarding]})`, why);
}

/** The same for all that is for one person. */
export async function markCancelledTo(tx: Tx, person: string, why: string): Promise<string[]> {
  return markWhere(
    tx,
    sql`(message -> 'data' ->> 'person' = ${person} or regarding = ${`code:${person}`})`,
    why,
  );
}

async function markWhere(tx: Tx, those: RawBuilder<unknown>, why: string): Promise<string[]> {
  const { rows } = await sql<{ id: number; state: string }>`
    update delivery set cancelled_why = ${why},
      state = case when state = 'sending' then state else 'cancelled' end,
      detail = case when state = 'sending' then detail else ${`Dropped: ${why}`} end,
      settled_at = case when state = 'sending' then null else now() end
    where ${those} and settled_at is null
    returning id, state`.execute(tx.db);
  return rows.filter((row) => row.state === 'cancelled').map((row) => String(row.id));
}

/** Settles every delivery that is not, as no longer wanted; an attempt that is open may have arrived and says so. Returns their ids. */
export async function markAllCancelled(tx: Tx, why: string): Promise<string[]> {
  await tx.db
    .updateTable('delivery_attempt')
    .set({ outcome: 'unknown', ended_at: tx.now, detail: why })
    .where('outcome', 'is', null)
    .execute();
  const { rows } = await sql<{ id: number }>`
    update delivery set state = 'cancelled', cancelled_why = ${why}, detail = ${`Dropped: ${why}`}, settled_at = now()
    where settled_at is null returning id`.execute(tx.db);
  return rows.map(({ id }) => String(id));
}

interface EndedAttempt {
  readonly attempt: number;
  readonly outcome: 'sent' | 'failed' | 'unknown';
  readonly permanent: boolean;
  readonly detail: string;
}

/** Whether anything about `regarding` was made for a destination since then, whatever became of it. */
export async function isMadeSince(
  tx: Tx,
  { regarding, destination, since }: { regarding: string; destination: string; since: Date },
): Promise<boolean> {
  const row = await tx.db
    .selectFrom('delivery')
    .select('id')
    .where('regarding', '=', regarding)
    .where('destination', '=', destination)
    .where('created_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The attempts of a delivery that have ended, numbers between `after` and `before`, both excluded. */
export async function attemptsBetween(
  tx: Tx,
  deliveryId: string,
  { after, before }: { after: number; before: number },
): Promise<EndedAttempt[]> {
  const { rows } = await sql<EndedAttempt>`
    select attempt, outcome, permanent, detail from delivery_attempt
    where delivery_id = ${Number(deliveryId)} and attempt > ${after} and attempt < ${before} and outcome is not null
    order by attempt`.execute(tx.db);
  return rows;
}
