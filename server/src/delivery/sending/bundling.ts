import { channelName } from '@fieldmarshal/contract/delivery';
import { sql } from 'kysely';
import { advisoryLock, type Tx } from '#platform';
import { bundleMax, bundleWaitMs } from '../core/bundle.ts';
import { setDeliverTimer, timerKey } from '../jobs.ts';
import type { NewDelivery } from '../message.ts';
import { loadDelivery, type StoredDelivery } from '../store.ts';

/** How long the message that carries others has to say what became of them; then each is sent by itself, as after any crash. */
const carriedMs = 60_000;

/** One that leaves with another, and the number of its attempt. */
export interface Carried {
  readonly delivery: StoredDelivery;
  readonly attempt: number;
}

interface Destination {
  readonly channel: string;
  readonly destination: string;
}

/** Of these messages those that wait: something went to their destination a moment ago, or is on its way there. */
export async function whichWait(tx: Tx, deliveries: readonly NewDelivery[]): Promise<ReadonlySet<string>> {
  const asked = deliveries.filter(({ bundle }) => bundle === 'wait');
  if (asked.length === 0) return new Set();
  const list = asked.map(({ key, channel, destination }) => ({ key, channel, destination }));
  const { rows } = await sql<{ key: string }>`
    select n.key from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(key text, channel text, destination text)
    where exists (select from delivery d where d.channel = n.channel and d.destination = n.destination and d.bundle is not null
      and d.created_at > now() - ${bundleWaitMs} * interval '1 millisecond')`.execute(tx.db);
  return new Set(rows.map(({ key }) => key));
}

/** Whether another message has it, and still has time to say what became of it. */
export function isCarried({ state, sentWithUntil }: StoredDelivery, now: Date): boolean {
  return state === 'sending' && sentWithUntil !== null && now < sentWithUntil;
}

/** Lets one message at a time look for what it takes along to a destination: of many that are due at once the first gets all. */
export async function lockDestination(tx: Tx, { channel, destination }: Destination): Promise<void> {
  const place = `${channel} ${destination}`;
  await sql`select pg_advisory_xact_lock(${advisoryLock.deliveryBundle}, hashtext(${place}))`.execute(tx.db);
}

/** Whether another job has set it anew since this one was claimed: its attempt was made with another message, and comes later. */
export async function isSetAnew(tx: Tx, { id, bundle }: StoredDelivery): Promise<boolean> {
  if (bundle !== 'wait') return false;
  const { rows } = await sql`select from timer where key = ${timerKey(id)} and due_at > now()`.execute(tx.db);
  return rows.length > 0;
}

/** Takes along what waits for the same destination: its attempt is opened, and comes back by itself where no word of it does. */
export async function takeAlong(tx: Tx, lead: StoredDelivery): Promise<Carried[]> {
  if (lead.bundle !== 'wait') return [];
  const until = new Date(tx.now.getTime() + carriedMs);
  const { rows } = await sql<Destination & { id: number; attempts: number }>`
    with picked as (
      select id from delivery where channel = ${lead.channel} and destination = ${lead.destination} and bundle = 'wait'
        and state = 'queued' and settled_at is null and cancelled_why is null and id <> ${Number(lead.id)}
      order by id limit ${bundleMax - 1} for update skip locked),
    opened as (
      update delivery d set state = 'sending', attempts = d.attempts + 1, sent_with = ${Number(lead.id)}, sent_with_until = ${until}
      from picked where d.id = picked.id returning d.id, d.attempts, d.channel, d.destination),
    tried as (
      insert into delivery_attempt (delivery_id, attempt, started_at, permanent, detail)
      select id, attempts, now(), false, '' from opened
      on conflict (delivery_id, attempt) do update set started_at = excluded.started_at)
    select id, attempts, channel, destination from opened order by id`.execute(tx.db);
  const carried: Carried[] = [];
  for (const { id, attempts, channel, destination } of rows) {
    const one = { id: String(id), channel: channelName.parse(channel), destination, bulk: lead.bulk };
    setDeliverTimer(tx, one, until);
    const delivery = await loadDelivery(tx.db, one.id);
    if (delivery) carried.push({ delivery, attempt: attempts });
  }
  return carried;
}

/** The messages that left with this one. */
export async function carriedBy(tx: Tx, id: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select key from delivery where sent_with = ${Number(id)} order by id`.execute(tx.db);
  return rows.map(({ key }) => key);
}
