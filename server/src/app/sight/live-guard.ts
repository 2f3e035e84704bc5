import { sql } from 'kysely';
import { hasRestricted, hiddenEnvironments, isCleared, readCatalog } from '#catalog';
import type { Env, LiveGuard, LiveWordless } from '#platform';

interface Guarded {
  readonly id: string;
  readonly private: boolean;
  readonly environment: string | null;
  readonly readers: readonly string[];
}

/** Who must not even hear that something happened on an incident. */
export function liveGuard(env: Env): LiveGuard {
  return async (incidents) => {
    const catalog = await readCatalog(env);
    // What a drill replays hides its room, too.
    const { rows: guarded } = await sql<Guarded>`
      with asked as (select unnest(${[...incidents]}::text[]) as id),
      hiding as (
        select id, id as by from asked
        union all select d.incident_id, d.source_name from drill d join asked a on a.id = d.incident_id where d.source_kind = 'recording')
      select h.id, i.private, i.environment, i.readers from hiding h join incident i on i.id = h.by
      where i.private or ${hasRestricted(catalog)}`.execute(env.databases.web);
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
