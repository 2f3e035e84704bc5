import type { Actor } from '@fieldmarshal/contract';
import { sql } from 'kysely';
import { readOnce, type Env, type Sight } from '#platform';
import { hiddenEnvironments } from '../core/sight/clearance.ts';
import type { Catalog } from '../core/catalog.ts';
import { readCatalog } from '../snapshot.ts';

/** How far the actor sees; null where nothing is hidden from them and they may act everywhere, as is usual. Reads the state of now. */
export async function readSight(env: Env, actor: Actor): Promise<Sight | null> {
  if (actor.kind !== 'person' && actor.kind !== 'token') return null;
  const { person } = actor;
  const catalog = await readCatalog(env);
  const hidden = hiddenEnvironments(catalog, person);
  const scope = scopeOf(catalog, person);
  if (hidden.length === 0 && scope === null && !(await isAnyPrivate(env, person))) return null;
  return { person, hiddenEnvironments: hidden, scope };
}

function scopeOf(catalog: Catalog, person: string | null): Sight['scope'] {
  const scope = person === null ? undefined : catalog.get('Person', person)?.spec.scope;
  if (scope === undefined) return null;
  const { teams = null, environments = null } = scope;
  const owned = catalog.list('Product').filter(({ spec }) => teams?.includes(spec.owner) === true);
  return { teams, products: owned.map(({ name }) => name), environments };
}

async function isAnyPrivate(env: Env, person: string | null): Promise<boolean> {
  const [row] = await readOnce(
    env.databases,
    'web',
    sql<{ is: boolean }>`
      select exists (select from incident where private and not ${person ?? ''} = any(readers)) as is`,
  );
  return row?.is === true;
}
