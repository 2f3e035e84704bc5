import { sql } from 'kysely';
import type { Tx } from '#platform';
import { destinationKey } from '../subscribers/subscriber-store.ts';
import { numberOf } from '../messages/communication-store.ts';
import type { Contact } from './readers.ts';

/** What the outbox calls a communication. */
export function regardingOf(id: string): string {
  return `communication:${id}`;
}

/** Someone who gets it. */
export interface Recipient {
  readonly subscriberId: string;
  readonly channel: string;
  readonly destination: string;
  readonly customer: string | null;
}

/** Makes sure that every contact has a row of their own, by which they can unsubscribe; gives their ids, without those who have ended. */
export async function ensureContacts(tx: Tx, contacts: readonly Contact[]): Promise<Recipient[]> {
  const given = contacts.map(({ address, customer, language }) => ({
    destination: address,
    key: destinationKey('email', address),
    customer,
    language,
  }));
  const { rows } = await sql<{ id: number; destination: string; customer: string | null }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(destination text, key text, customer text, language text)),
    new as (
      insert into subscriber (channel, destination, destination_key, audience, applications, customer, language, source, state,
        asked_at, confirmed_at)
      select 'email', destination, key, 'customers', '{}', customer, language, 'catalog', 'active', now(), now() from given
      on conflict (channel, destination_key, audience) do nothing
      returning id, destination, customer)
    select id, destination, customer from new
    union all
    select s.id, s.destination, g.customer from subscriber s join given g
      on s.channel = 'email' and s.destination_key = g.key and s.audience = 'customers'
    where s.state != 'ended'`.execute(tx.db);
  return rows.map(({ id, destination, customer }) => ({
    subscriberId: String(id),
    channel: 'email',
    destination,
    customer,
  }));
}

/** The key of one recipient's message: the same however often it is tried. */
export function recipientKey(id: string, { subscriberId }: Recipient): string {
  return `${id.toLowerCase()}-${subscriberId}`;
}

export async function insertRecipients(tx: Tx, id: string, recipients: readonly Recipient[]): Promise<void> {
  const list = recipients.map((recipient) => ({
    key: recipientKey(id, recipient),
    subscriber_id: Number(recipient.subscriberId),
    channel: recipient.channel,
    destination: recipient.destination,
    customer: recipient.customer,
  }));
  await sql`
    insert into communication_recipient (communication_id, key, subscriber_id, channel, destination, customer, state, changed_at)
    select ${numberOf(id)}, r.key, r.subscriber_id, r.channel, r.destination, r.customer, 'queued', now()
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
      as r(key text, subscriber_id bigint, channel text, destination text, customer text)
    on conflict (key) do nothing`.execute(tx.db);
}

/** Those who have not got it will not get it any more. */
export async function dropWaiting(tx: Tx, ids: readonly string[], why: string): Promise<void> {
  await sql`
    update communication_recipient set state = 'failed', detail = ${`Dropped: ${why}.`}, changed_at = now()
    where communication_id = any(${ids.map((id) => numberOf(id))}::bigint[]) and state in ('queued', 'retrying')`.execute(
    tx.db,
  );
}

interface Outcome {
  readonly key: string;
  readonly state: 'retrying' | 'sent' | 'delivered' | 'failed' | 'unknown';
  readonly detail: string;
}

/** Takes in what became of one recipient's message; the communication it belongs to, or null where there is none. What arrived stays arrived. */
export async function noteOutcome(tx: Tx, { key, state, detail }: Outcome): Promise<{ id: number } | null> {
  const { rows } = await sql<{ id: number }>`
    update communication_recipient set state = ${state}, detail = ${detail}, changed_at = now()
    where key = ${key} and not (state in ('sent', 'delivered') and ${state} in ('retrying', 'unknown'))
    returning communication_id as id`.execute(tx.db);
  return rows[0] ?? null;
}
