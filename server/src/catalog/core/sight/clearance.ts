import type { Catalog } from '../catalog.ts';

/** Whether somebody may see incidents of an environment: it is not restricted, or they or a team of theirs have a clearance for it. */
export function isCleared(catalog: Catalog, person: string | null, environment: string | null): boolean {
  if (environment === null || catalog.get('Environment', environment)?.spec.restricted !== true) return true;
  if (person === null) return false;
  const has = (clearances: readonly string[] = []): boolean => clearances.includes(environment);
  if (has(catalog.get('Person', person)?.spec.clearances)) return true;
  return catalog
    .list('Team')
    .some(({ name, spec }) => has(spec.clearances) && catalog.membersOf(name).includes(person));
}

/** Restricted environments without a clearance of this person. */
export function hiddenEnvironments(catalog: Catalog, person: string | null): string[] {
  return catalog
    .list('Environment')
    .filter(({ name, spec }) => spec.restricted === true && !isCleared(catalog, person, name))
    .map(({ name }) => name);
}

/** Whether there is any environment whose incidents not everybody may see. */
export function hasRestricted(catalog: Catalog): boolean {
  return catalog.list('Environment').some(({ spec }) => spec.restricted === true);
}
