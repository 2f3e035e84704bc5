import { hasRestricted, isCleared, readCatalog } from '#catalog';
import type { Env, LiveGuard } from '#platform';

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
