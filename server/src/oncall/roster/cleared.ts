import type { Kysely } from 'kysely';
import { hasRestricted, isCleared, type Catalog } from '#catalog';
import type { DB, Tx } from '#platform';
import type { World } from '../core/escalation/machine.ts';

/**
 * The world without those who may not see incidents of this one's environment: they are not paged, as if they could not be reached, so
 * paging goes on to the next step and to the fallback. A step that is left with nobody is loud, as always.
 */
export async function clearedWorld(
  { db }: { readonly db: Kysely<DB> },
  { world, catalog, incidentId }: { world: World; catalog: Catalog; incidentId: string },
): Promise<World> {
  if (!hasRestricted(catalog)) return world;
  const row = await db
    .selectFrom('incident')
    .select('environment')
    .where('id', '=', incidentId)
    .executeTakeFirst();
  const environment = row?.environment ?? null;
  const isAllowed = (person: string): boolean => isCleared(catalog, person, environment);
  return {
    ...world,
    reach: (target, asking) => world.reach(target, asking).filter(({ person }) => isAllowed(person)),
    shadowsOf: (person, severity) =>
      (world.shadowsOf?.(person, severity) ?? []).filter((shadow) => isAllowed(shadow.person)),
  };
}

/** The incident that a path of the UI shows; undefined where it is another screen. */
export function incidentOf(path: string): string | undefined {
  return /^\/incidents\/(INC-\d+)/.exec(path)?.[1];
}

interface Hearing {
  readonly catalog: Catalog;
  readonly people: readonly string[];
  /** Undefined: it is about no incident. */
  readonly incidentId: string | undefined;
}

/** Of these people, those who may hear of the incident; everybody where it is about none. */
export async function mayHear(
  tx: Tx,
  { catalog, people, incidentId: id }: Hearing,
): Promise<readonly string[]> {
  if (id === undefined) return people;
  const row = await tx.db
    .selectFrom('incident')
    .select(['private', 'environment', 'readers'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return people;
  return people.filter(
    (person) => isCleared(catalog, person, row.environment) && (!row.private || row.readers.includes(person)),
  );
}
