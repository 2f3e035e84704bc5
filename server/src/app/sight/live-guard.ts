import { hasRestricted, hiddenEnvironments, isCleared, readCatalog } from '#catalog';
import type { Env, LiveGuard, LiveWordless } from '#platform';

/** Who must not even hear that something happened on an incident. */
export function liveGuard(env: Env): LiveGuard {
  return async (incidents) => {
    const catalog = await readCatalog(env);
    let query = env.databases.web
      .selectFrom('incident')
      .select(['id', 'private', 'environment', 'readers'])
      .where('id', 'in', [...incidents]);
    if (!hasRestricted(catalog)) query = query.where('private', '=', true);
    const guarded = await query.execute();
    if (guarded.length === 0) return null;
    return (actor) => {
      const person = actor?.kind === 'person' || actor?.kind === 'token' ? actor.person : null;
      const hidden = guarded.filter(
        (row) =>
          !isCleared(catalog, person, row.environment) ||
          (row.private && (person === null || !row.readers.includes(person))),
      );
      return new Set(hidden.map(({ id }) => id));
    };
  };
}

/** Who must hear that something changed, and not what: there is an environment that they may not see. */
export function liveWordless(env: Env): LiveWordless {
  return async () => {
    const catalog = await readCatalog(env);
    if (!hasRestricted(catalog)) return null;
    return (actor) => {
      const person = actor?.kind === 'person' || actor?.kind === 'token' ? actor.person : null;
      return hiddenEnvironments(catalog, person).length > 0;
    };
  };
}
