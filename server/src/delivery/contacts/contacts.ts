import type { Spec } from '@fieldmarshal/contract/catalog';
import { destinationOf, type Destination } from '@fieldmarshal/contract/delivery';
import type { Env } from '#platform';
import { fileMethodId, inOrder } from '../core/contact-order.ts';
import { loadOwnMethods, type OwnMethods } from './contact-store.ts';

type FilePerson = Pick<Spec<'Person'>, 'email' | 'contactMethods'>;

/** How people are reached: by what files say, and by what people added and verified themselves. */
export interface Contacts {
  /** In the person's order of preference; without any method at the person's e-mail address. */
  methodsOf(person: string, spec: FilePerson): Destination[];
}

/** A change made by another process is seen here within this time. */
const checkEveryMs = 1_000;

interface Cache {
  readonly contacts: Promise<Contacts>;
  /** On the monotonic clock of this process. */
  readonly readAt: number;
}

const caches = new WeakMap<Env['databases'], Cache>();

/** Contacts as of a second ago at most, and as of the last change made by this process. Call it before a transaction, not inside one. */
export async function readContacts(env: Pick<Env, 'databases'>): Promise<Contacts> {
  const known = caches.get(env.databases);
  if (known && performance.now() - known.readAt < checkEveryMs) return known.contacts;
  const contacts = loadOwnMethods(env.databases.web).then(contactsFrom);
  caches.set(env.databases, { contacts, readAt: performance.now() });
  contacts.catch(() => caches.delete(env.databases));
  return contacts;
}

/** Makes the next {@link readContacts} look at the database. */
export function expireContacts(databases: Env['databases']): void {
  caches.delete(databases);
}

function contactsFrom({ verified, orders }: OwnMethods): Contacts {
  return {
    methodsOf: (person, spec) => {
      const methods = [
        ...fileMethods(spec).map((method) => ({ id: fileMethodId(method), ...method })),
        ...(verified.get(person) ?? []),
      ];
      return inOrder(methods, orders.get(person) ?? []).map(({ channel, destination }) => ({
        channel,
        destination,
      }));
    },
  };
}

/** What the person's object says; without any method their e-mail address. */
export function fileMethods({ email, contactMethods }: FilePerson): Destination[] {
  return contactMethods.length === 0
    ? [{ channel: 'email', destination: email }]
    : contactMethods.map(destinationOf);
}
