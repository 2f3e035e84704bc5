import { sql } from 'kysely';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { cellKey } from './slow-passes.ts';

const mostRuns = 20;

interface About {
  readonly checks: readonly string[];
  /** Of runs that started from then on. */
  readonly since: Date;
}

/** Whether the runs of a cell passed, the newest first and {@link mostRuns} at most; what their surroundings made fail is left out. */
export type RecentVerdicts = ReadonlyMap<string, readonly boolean[]>;

/** How the checks did lately, by {@link cellKey}; one that passed at a second try passed. */
export async function recentVerdicts(ctx: Ctx, { checks, since }: About): Promise<RecentVerdicts> {
  permit(ctx, 'check.read');
  const { rows } = await sql<{ check_name: string; environment: string; passed: boolean[] }>`
    select c.check_name, c.environment, array_agg(recent.passed order by recent.id desc) as passed from check_cell c
    cross join lateral (
      select r.id, r.verdict <> 'failed' as passed from check_run r
      where (r.check_name, r.environment) = (c.check_name, c.environment) and r.started_at >= ${since}
        and (r.verdict <> 'failed' or r.fault_class = 'product')
      order by r.id desc limit ${mostRuns}) recent
    where c.check_name = any(${[...checks]}::text[])
    group by c.check_name, c.environment`.execute(ctx.env.databases[ctx.pool]);
  return new Map(
    rows.map(({ check_name: check, environment, passed }) => [cellKey({ check, environment }), passed]),
  );
}
