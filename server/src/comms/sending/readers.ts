import type { Audience } from '@fieldmarshal/contract/comms';
import type { Kysely } from 'kysely';
import type { Catalog } from '#catalog';
import type { DB } from '#platform';
import { readerLanguage } from '../core/messages/plan.ts';
import { activeSubscribers, destinationKey, type StoredSubscriber } from '../subscribers/subscriber-store.ts';

/** The address of a customer's contact, of the catalog. */
export interface Contact {
  readonly customer: string;
  readonly address: string;
  readonly language: string;
}

/** Who would read a communication. */
export interface Readers {
  readonly contacts: readonly Contact[];
  readonly subscribers: readonly StoredSubscriber[];
  readonly customers: readonly string[];
  /** Display names of customers without a contact who is still told. */
  readonly unreachable: readonly string[];
  /** Display names of customers who use it where it is hit, and of whom somebody said that they are not hit. */
  readonly spared: readonly string[];
}

/** Where something is hit, and what people said of customers. */
export interface Whereabouts {
  /** That are hit; empty: not known, so everywhere. */
  readonly environments: readonly string[];
  /** Somebody confirmed or added them, whatever they use where. */
  readonly named: readonly string[];
  readonly rejected: readonly string[];
}

export const everywhere: Whereabouts = { environments: [], named: [], rejected: [] };

interface Around extends Whereabouts {
  readonly catalog: Catalog;
}

interface Message {
  readonly incidentId: string | null;
  readonly audience: Audience;
  readonly application: string;
  readonly language: string;
}

/**
 * Who reads it in its language: contacts of customers who use the application where it is hit, and who subscribed. Nobody twice. Whoever
 * was told of an incident is told on, whatever is known of it by then.
 */
export async function readersOf(db: Kysely<DB>, message: Message, around: Around): Promise<Readers> {
  const written = await languagesOf(db, message);
  const speaks = (locale: string): boolean => readerLanguage(locale, written) === message.language;
  const ended = await endedKeys(db, message.audience);
  const told = message.incidentId === null ? new Map() : await customersTold(db, message.incidentId);
  const { customers, spared } = customersOf(message, { ...around, told });
  const contacts = new Map<string, Contact>();
  for (const { name, spec } of customers)
    for (const { email } of spec.contacts)
      contacts.set(destinationKey('email', email), { customer: name, address: email, language: spec.locale });
  const reached = [...contacts].filter(([key, { language }]) => !ended.has(key) && speaks(language));
  const toldKeys = new Set(contacts.keys());
  const subscribers = (await activeSubscribers(db, message)).filter(
    ({ channel, destination, language }) =>
      speaks(language) && !(channel === 'email' && toldKeys.has(destinationKey(channel, destination))),
  );
  return {
    contacts: reached.map(([, contact]) => contact),
    subscribers,
    customers: customers.map(({ name }) => name),
    unreachable: customers
      .filter(({ spec }) => spec.contacts.every(({ email }) => ended.has(destinationKey('email', email))))
      .map(({ name, spec }) => spec.displayName ?? name),
    spared: spared.map(({ name, spec }) => spec.displayName ?? name),
  };
}

interface AroundAndTold extends Around {
  /** To whom something about it was sent before, by application. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The customers whom a message is for, and those who are left out since somebody said that they are not hit. */
export function customersOf(
  message: Pick<Message, 'audience' | 'application'>,
  around: AroundAndTold,
): { customers: User[]; spared: User[] } {
  const before = around.told.get(message.application);
  const using = message.audience === 'customers' ? usersOf(message, around.catalog) : [];
  const isTold = ({ name }: User): boolean => before?.has(name) ?? false;
  const hit = using.filter((customer) => isTold(customer) || isHit(customer, message, around));
  const customers = hit.filter((each) => isTold(each) || !around.rejected.includes(each.name));
  return { customers, spared: hit.filter((each) => !customers.includes(each)) };
}

type User = ReturnType<typeof usersOf>[number];

function usersOf({ application }: Pick<Message, 'application'>, catalog: Catalog) {
  return catalog
    .list('Customer')
    .filter(({ spec }) => spec.uses.some((use) => use.application === application));
}

function isHit(
  { name, spec }: User,
  { application }: Pick<Message, 'application'>,
  { environments, named }: Whereabouts,
): boolean {
  return (
    named.includes(name) ||
    spec.uses.some(
      (use) =>
        use.application === application &&
        (environments.length === 0 ||
          use.environments.length === 0 ||
          use.environments.some((each) => environments.includes(each))),
    )
  );
}

/** Customers to whom something about an incident was sent, by application. */
export async function customersTold(
  db: Kysely<DB>,
  incidentId: string,
): Promise<Map<string, ReadonlySet<string>>> {
  const rows = await db
    .selectFrom('communication_recipient as r')
    .innerJoin('communication as c', 'c.id', 'r.communication_id')
    .select(['c.application', 'r.customer'])
    .distinct()
    .where('c.incident_id', '=', incidentId)
    .where('c.audience', '=', 'customers')
    .where('r.customer', 'is not', null)
    .execute();
  const byApplication = Map.groupBy(rows, ({ application }) => application);
  return new Map(
    [...byApplication].map(([application, own]) => [
      application,
      new Set(own.flatMap(({ customer }) => customer ?? [])),
    ]),
  );
}

/** The languages in which this is said: who reads none of them reads English. */
async function languagesOf(
  db: Kysely<DB>,
  { incidentId, audience, application, language }: Message,
): Promise<string[]> {
  if (incidentId === null) return [language];
  const rows = await db
    .selectFrom('communication')
    .select('language')
    .distinct()
    .where('incident_id', '=', incidentId)
    .where('audience', '=', audience)
    .where('application', '=', application)
    .where('state', '!=', 'discarded')
    .execute();
  return [...new Set([language, ...rows.map((row) => row.language)])];
}

/** Who unsubscribed is not told because a catalog names them. */
async function endedKeys(db: Kysely<DB>, audience: Audience): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('subscriber')
    .select('destination_key')
    .where('audience', '=', audience)
    .where('channel', '=', 'email')
    .where('state', '=', 'ended')
    .execute();
  return new Set(rows.map(({ destination_key }) => destination_key));
}
