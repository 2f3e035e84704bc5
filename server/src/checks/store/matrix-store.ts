import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

/** The cells of one check: names of environments, and how it stands in each. */
export interface CheckCells {
  readonly check: string;
  readonly environments: readonly string[];
  /** One letter for each environment. */
  readonly letters: string;
  readonly oldestRunAt: Date | null;
}

/**
 * All cells in one statement, one row for each check, and names as one text, which cannot hold a space: for 20,000 cells the driver
 * takes 90 ms to read rows or arrays, and 10 ms to read this (2026-11, this schema).
 */
export async function loadMatrix(db: Kysely<DB>): Promise<CheckCells[]> {
  const { rows } = await sql<{
    check_name: string;
    environments: string;
    letters: string;
    oldest: Date | null;
  }>`
    select check_name, string_agg(environment, ' ' order by environment) as environments,
      string_agg(case when paused then 'P' when state = 'failing' then 'F' when state = 'degraded' then 'D' when state = 'ok' then 'O' else 'N' end,
        '' order by environment) as letters,
      min(last_run_at) filter (where not paused) as oldest
    from check_cell group by check_name order by check_name`.execute(db);
  return rows.map(({ check_name: check, environments, letters, oldest }) => ({
    check,
    environments: environments.split(' '),
    letters,
    oldestRunAt: oldest,
  }));
}

/** How checks of sites stood when a bundle told of them last, and until when each environment is known. */
export interface ToldCells {
  readonly cells: readonly CheckCells[];
  /** By environment: RFC 3339, by the clock of the site. */
  readonly until: ReadonlyMap<string, string>;
}

/**
 * What sites told, as bundles brought it; its letters are small. A site speaks for the environments that it was enrolled for, and for no
 * other.
 */
export async function loadTold(db: Kysely<DB>): Promise<ToldCells> {
  const { rows } = await sql<{ check_name: string; environments: string; letters: string }>`
    select r.data->>'check' as check_name, string_agg(r.data->>'environment', ' ' order by r.data->>'environment') as environments,
      string_agg(case r.data->>'state' when 'failing' then 'f' when 'degraded' then 'd' when 'ok' then 'o' when 'paused' then 'p' else 'n' end,
        '' order by r.data->>'environment') as letters
    from relay_record r join relay_site s on s.name = r.site
    where r.kind = 'standing' and r.data->>'environment' = any(s.environments) and r.data->>'check' is not null
    group by 1`.execute(db);
  const { rows: known } = await sql<{ environment: string; until: Date }>`
    select environment, max(least(b.to_at, b.stored_at)) as until from relay_site s cross join unnest(s.environments) environment
    join relay_bundle b on b.site = s.name and b.direction = 'up' and b.stream = s.stream group by environment`.execute(
    db,
  );
  return {
    cells: rows.map(({ check_name: check, environments, letters }) => ({
      check,
      environments: environments.split(' '),
      letters,
      oldestRunAt: null,
    })),
    until: new Map(known.map(({ environment, until }) => [environment, until.toISOString()])),
  };
}
