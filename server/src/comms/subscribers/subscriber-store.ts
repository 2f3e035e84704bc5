import { audiences, type Audience, type Subscriber } from '@fieldmarshal/contract/comms';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';

const audience = z.enum(audiences);
const source = z.enum(['self', 'staff', 'catalog']);
const state = z.enum(['pending', 'active', 'ended']);

export const subscriberColumns = [
  'id',
  'channel',
  'destination',
  'audience',
  'applications',
  'customer',
  'language',
  'source',
  'state',
  'asked_at',
  'asked_count',
  'confirmed_at',
  'ended_at',
  'ended_why',
] as const;

type Row = Pick<{ [K in keyof DB['subscriber']]: unknown }, (typeof subscriberColumns)[number]>;

const parsed = z.object({
  id: z.number(),
  channel: z.string(),
  destination: z.string(),
  applications: z.array(z.string()),
  customer: z.string().nullable(),
  language: z.string(),
  asked_at: z.date(),
  asked_count: z.number(),
  confirmed_at: z.date().nullable(),
  ended_at: z.date().nullable(),
  ended_why: z.string(),
  audience,
  source,
  state,
});

export interface StoredSubscriber extends Omit<Subscriber, 'askedAt'> {
  readonly askedAt: string;
  readonly askedCount: number;
}

export function subscriberFrom(row: Row): StoredSubscriber {
  const at = (value: Date | null): string | null => value?.toISOString() ?? null;
  const { id, asked_at, asked_count, confirmed_at, ended_at, ended_why, ...rest } = parsed.parse(row);
  return {
    ...rest,
    id: String(id),
    askedAt: asked_at.toISOString(),
    askedCount: asked_count,
    confirmedAt: at(confirmed_at),
    endedAt: at(ended_at),
    endedWhy: ended_why,
  };
}

/** What tells destinations apart: mail servers do not tell upper from lower case in practice, everything else may. */
export function destinationKey(channel: string, destination: string): string {
  return channel === 'email' ? destination.toLowerCase() : destination;
}

interface NewSubscriber {
  readonly channel: string;
  readonly destination: string;
  readonly audience: Audience;
  readonly applications: readonly string[];
  readonly customer: string | null;
  readonly language: string;
  readonly source: z.infer<typeof source>;
  readonly state: 'pending' | 'active';
}

/**
 * Adds a subscriber, or finds the one there is. One who is active stays as they are; one who ended, or never confirmed, begins again as
 * asked, except for contacts of the catalog: who unsubscribed is not subscribed again by a file.
 */
export async function putSubscriber(tx: Tx, given: NewSubscriber): Promise<StoredSubscriber> {
  const { channel, destination, audience: of, applications, customer, language } = given;
  const { rows } = await sql<Row>`
    insert into subscriber as s (channel, destination, destination_key, audience, applications, customer, language, source, state,
      asked_at, confirmed_at)
    values (${channel}, ${destination}, ${destinationKey(channel, destination)}, ${of}, ${[...applications]}::text[], ${customer},
      ${language}, ${given.source}, ${given.state}, now(), case when ${given.state} = 'active' then now() end)
    on conflict (channel, destination_key, audience) do update set
      applications = case when s.state = 'active' or ${given.source} = 'catalog' then s.applications else excluded.applications end,
      language = case when s.state = 'active' or ${given.source} = 'catalog' then s.language else excluded.language end,
      state = case when s.state = 'active' or ${given.source} = 'catalog' then s.state else excluded.state end,
      customer = coalesce(s.customer, excluded.customer),
      confirmed_at = coalesce(s.confirmed_at, excluded.confirmed_at),
      ended_at = case when s.state = 'active' or ${given.source} = 'catalog' then s.ended_at end,
      ended_why = case when s.state = 'active' or ${given.source} = 'catalog' then s.ended_why else '' end,
      asked_count = case when ${given.source} = 'self' and s.asked_at > now() - interval '1 day' then s.asked_count + 1 else 1 end,
      asked_at = case when ${given.source} = 'self' and s.asked_at <= now() - interval '1 day' then now() else s.asked_at end
    returning ${sql.raw(subscriberColumns.join(', '))}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert gave no row');
  return subscriberFrom(row);
}

export async function loadSubscriber(db: Kysely<DB>, id: string): Promise<StoredSubscriber | null> {
  const row = await db
    .selectFrom('subscriber')
    .select(subscriberColumns)
    .where('id', '=', Number(id))
    .executeTakeFirst();
  return row === undefined ? null : subscriberFrom(row);
}

export async function confirmSubscriber(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('subscriber')
    .set({ state: 'active', confirmed_at: tx.now, ended_at: null, ended_why: '' })
    .where('id', '=', Number(id))
    .where('state', '=', 'pending')
    .execute();
}

/** Ends it; one that has ended stays as it was. */
export async function endSubscriber(tx: Tx, id: string, why: string): Promise<void> {
  await tx.db
    .updateTable('subscriber')
    .set({ state: 'ended', ended_at: tx.now, ended_why: why })
    .where('id', '=', Number(id))
    .where('state', '!=', 'ended')
    .execute();
}

/** Those who would hear of messages for this audience, and of customers for this application. */
export async function activeSubscribers(
  db: Kysely<DB>,
  { audience: of, application }: { readonly audience: Audience; readonly application: string },
): Promise<StoredSubscriber[]> {
  let query = db
    .selectFrom('subscriber')
    .select(subscriberColumns)
    .where('audience', '=', of)
    .where('state', '=', 'active')
    // A contact of the catalog is told as the catalog says now.
    .where('source', '!=', 'catalog')
    .orderBy('id');
  if (of === 'customers')
    query = query.where(sql<boolean>`(cardinality(applications) = 0 or ${application} = any(applications))`);
  return (await query.execute()).map((row) => subscriberFrom(row));
}
