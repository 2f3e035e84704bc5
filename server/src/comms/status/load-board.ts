import { readCatalog } from '#catalog';
import type { Env } from '#platform';
import type { StatusFacts } from '../core/status/published.ts';
import { loadLinks, type KnownLink } from './link-store.ts';
import { loadStatusFacts } from './load-facts.ts';
import { emailKey } from './sign-in/reader-token.ts';

/** What a customer's private view needs of the catalog. */
export interface KnownCustomer {
  readonly publicName: string | undefined;
  readonly language: string;
  readonly applications: readonly string[];
  /** Addresses of its contacts, who may sign in to its page, by their keys. */
  readonly contacts: ReadonlyMap<string, string>;
}

/** What the page and its private views are made of. */
export interface BoardFacts {
  readonly facts: StatusFacts;
  /** By the hash of their secret. */
  readonly links: ReadonlyMap<string, KnownLink>;
  readonly customers: ReadonlyMap<string, KnownCustomer>;
}

/** As of now. Throws when storage is away. */
export async function loadBoard(env: Env): Promise<BoardFacts> {
  const [facts, links, catalog] = await Promise.all([loadStatusFacts(env), loadLinks(env), readCatalog(env)]);
  const customers = new Map(
    catalog.list('Customer').map(({ name, spec: { publicName, locale, uses, contacts } }) => {
      const applications = uses.map(({ application }) => application);
      const keys = new Map(contacts.map(({ email }) => [emailKey(email), email]));
      return [name, { publicName, language: locale, applications, contacts: keys }];
    }),
  );
  return { facts, links, customers };
}
