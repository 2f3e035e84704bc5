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
}

interface Around {
  readonly catalog: Catalog;
  /** That are hit; empty: not known, so everywhere. */
  readonly environments: readonly string[];
}

interface Message {
  readonly incidentId: string | null;
  readonly audience: Audience;
  readonly application: string;
  readonly language: string;
}

/** Who reads it in its language: contacts of customers who use the application where it is hit, and who subscribed. Nobody twice. */
export async function readersOf(db: Kysely<DB>, message: Message, around: Around): Promise<Readers> {
  const written = await languagesOf(db, message);
  const speaks = (locale: string): boolean => readerLanguage(locale, written) === message.language;
  const ended = await endedKeys(db, message.audience);
  const customers = message.audience === 'customers' ? customersOf(message, around) : [];
  const contacts = new Map<string, Contact>();
  for (const { name, spec } of customers)
    for (const { email } of spec.contacts)
      contacts.set(destinationKey('email', email), { customer: name, address: email, language: spec.locale });
  const told = [...contacts].filter(([key, { language }]) => !ended.has(key) && speaks(language));
  const toldKeys = new Set(contacts.keys());
  const subscribers = (await activeSubscribers(db, message)).filter(
    ({ channel, destination, language }) =>
      speaks(language) && !(channel === 'email' && toldKeys.has(destinationKey(channel, destination))),
  );
  return {
    contacts: told.map(([, contact]) => contact),
    subscribers,
    customers: customers.map(({ name }) => name),
    unreachable: customers
      .filter(({ spec }) => spec.contacts.every(({ email }) => ended.has(destinationKey('email', email))))
      .map(({ name, spec }) => spec.displayName ?? name),
  };
}

function customersOf({ application }: Message, { catalog, environments }: Around) {
  return catalog
    .list('Customer')
    .filter(({ spec }) =>
      spec.uses.some(
        (use) =>
          use.application === application &&
          (environments.length === 0 ||
            use.environments.length === 0 ||
            use.environments.some((each) => environments.includes(each))),
      ),
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
