import { tokenHash } from '#delivery';
import type { Env } from '#platform';
import { statusFiles, type StatusFile } from '../core/status/files.ts';
import { limitedTo, statusView } from '../core/status/view.ts';
import { boardOf } from './board.ts';
import type { KnownLink } from './link-store.ts';
import type { BoardFacts, KnownCustomer } from './load-board.ts';
import { publicId } from './load-facts.ts';

/** A file of the private view that this token opens; null where it opens none, or there is no such file. From memory. */
export function privateFile(env: Env, token: string, path: string): StatusFile | null {
  const { facts, links, customers } = boardOf(env);
  const link = links.get(tokenHash(token));
  if (facts === null || link === undefined) return null;
  const root = `/status/v/${token}`;
  return viewFiles({ facts, customers, link, root, now: env.clock.now() })?.get(path) ?? null;
}

interface View extends Pick<BoardFacts, 'facts' | 'customers'> {
  readonly link: KnownLink;
  /** Where it is read. */
  readonly root: string;
  readonly now: Date;
}

/** All files of a private view; null where it has ended, or its customer is gone. */
export function viewFiles({ facts, customers, link, root, now }: View): Map<string, StatusFile> | null {
  if (link.expiresAt !== null && link.expiresAt <= now) return null;
  if (link.kind === 'customer') return customerFiles({ facts, customers, name: link.name, root });
  return filesOf({ facts, root, applications: [link.name] });
}

interface CustomerView extends Pick<View, 'facts' | 'customers' | 'root'> {
  readonly name: string;
  readonly accountUrl?: string;
  /** Only this one of the applications that it uses, by its public key. */
  readonly part?: string;
}

/** All files of a customer's page, or of that of one application of it; null where the customer is gone, or does not use that. */
export function customerFiles({
  customers,
  name,
  part,
  ...rest
}: CustomerView): Map<string, StatusFile> | null {
  const customer = customers.get(name);
  if (customer === undefined) return null;
  if (part === undefined) return filesOf({ ...rest, ...customer });
  const own = customer.applications.filter((application) => publicId('application', application) === part);
  const named = rest.facts.parts.find(({ key }) => key === part);
  if (own.length === 0 || named === undefined) return null;
  return filesOf({ ...rest, ...customer, publicName: named.publicName, applications: own });
}

interface Limited extends Pick<View, 'facts' | 'root'>, Partial<KnownCustomer> {
  readonly applications: readonly string[];
  readonly accountUrl?: string;
}

function filesOf({ facts, root, applications, publicName, language, accountUrl }: Limited) {
  const limited = limitedTo(
    { ...facts, root, subscribeUrl: null, signInUrl: null, accountUrl },
    new Set(applications.map((name) => publicId('application', name))),
  );
  const title = publicName === undefined ? facts.title : `${facts.title}: ${publicName}`;
  const url = facts.url.replace(/\/status$/, root);
  return statusFiles(statusView({ ...limited, title, url }, language));
}
