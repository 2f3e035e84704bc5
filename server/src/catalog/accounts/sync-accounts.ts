import type { AnyCatalogObject, CatalogObject } from '@fieldmarshal/contract/catalog';
import { ensureAccountOfPerson } from '#identity';
import type { Tx } from '#platform';
import type { NewObject } from '../core/new-object.ts';
import { isFromFile, type Plan } from '../core/plan.ts';

type Person = Pick<CatalogObject<'Person'>, 'kind' | 'name' | 'labels' | 'spec' | 'origin'>;

type WantedAccount = Parameters<typeof ensureAccountOfPerson>[1];

/** Runs around each account, so that a caller may say which file asks for it. */
export type AroundAccount = (person: NewObject, ensure: () => Promise<void>) => Promise<void>;

/**
 * Makes accounts follow the people of a change. The order lets an address go from who leaves to who comes, and the last administrator
 * hand over in the same change.
 */
export async function syncAccounts(
  tx: Tx,
  { upserts, removals }: Pick<Plan, 'upserts' | 'removals'>,
  around: AroundAccount,
): Promise<void> {
  const coming = people(upserts.map(({ after }) => after)).sort((a, b) => rank(a) - rank(b));
  const leaving = people(removals);
  const wanted = new Set(coming.map(({ spec }) => spec.email.toLowerCase()));
  const ensure = async (person: Person, account: WantedAccount): Promise<void> =>
    around(person, async () => ensureAccountOfPerson(tx, account));
  const handsOver = (person: Person): boolean => wanted.has(person.spec.email.toLowerCase());
  for (const person of leaving.filter(handsOver)) {
    await ensure(person, { ...accountOf(person), email: null });
  }
  for (const person of coming) await ensure(person, accountOf(person));
  // Who is no longer in the catalog keeps an account, for what they did, and may do nothing.
  for (const person of leaving) {
    const email = handsOver(person) ? null : person.spec.email;
    await ensure(person, { ...accountOf(person), email, roles: [], managedBy: null });
  }
}

function people(objects: readonly (NewObject | AnyCatalogObject)[]): Person[] {
  return objects.flatMap((object): Person[] => (object.kind === 'Person' ? [object] : []));
}

function rank({ spec }: Person): number {
  return spec.roles.includes('admin') ? 0 : 1;
}

function accountOf(person: Person): WantedAccount {
  const { name, spec, origin } = person;
  return {
    person: name,
    email: spec.email,
    displayName: spec.displayName ?? name,
    roles: spec.roles,
    managedBy: isFromFile(person) ? (origin.path ?? null) : null,
  };
}
