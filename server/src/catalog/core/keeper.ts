import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { Catalog } from './catalog.ts';

/**
 * Whether somebody keeps a schedule: they are in the team that it names as its owner, and work for that team where they have a scope.
 * A schedule without an owner has no keeper: that a policy of a team pages it gives the team no say in its rules.
 */
export function keepsSchedule(
  catalog: Catalog,
  person: string | null,
  { spec }: CatalogObject<'Schedule'>,
): boolean {
  if (person === null || spec.owner === undefined) return false;
  if (!catalog.membersOf(spec.owner).includes(person)) return false;
  const scope = catalog.get('Person', person)?.spec.scope?.teams;
  return scope === undefined || scope.includes(spec.owner);
}
