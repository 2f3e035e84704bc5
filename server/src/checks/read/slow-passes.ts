import { sql } from 'kysely';
import { permit } from '#identity';
import type { Ctx } from '#platform';

/** How many passes before show what is usual, and how few do not. */
const usualRuns = { most: 20, least: 3 } as const;
/** Slower than usual: by this factor, and by so much at least. */
const slower = { times: 2, byMs: 500 } as const;

interface About {
  readonly checks: readonly string[];
  /** Passes before this are the usual ones. */
  readonly since: Date;
}

/**
 * Cells whose newest pass took much longer than those before `since`, as {@link cellKey}: they work, and not as they should. Also where too
 * few passes before show what is usual.
 */
export async function slowPasses(ctx: Ctx, { checks, since }: About): Promise<ReadonlySet<string>> {
  permit(ctx, 'check.read');
  const { rows } = await sql<{ check_name: string; environment: string }>`
    select c.check_name, c.environment from check_cell c
    cross join lateral (
      select duration_ms from check_run r
      where (r.check_name, r.environment) = (c.check_name, c.environment) and r.verdict = 'passed' and r.started_at >= ${since}
      order by r.id desc limit 1) newest
    cross join lateral (
      select count(*) as runs, percentile_cont(0.5) within group (order by duration_ms) as ms from (
        select duration_ms from check_run r
        where (r.check_name, r.environment) = (c.check_name, c.environment) and r.verdict = 'passed' and r.started_at < ${since}
        order by r.id desc limit ${usualRuns.most}) before) usual
    where c.check_name = any(${[...checks]}::text[]) and c.state = 'ok' and (usual.runs < ${usualRuns.least}
      or newest.duration_ms > greatest(usual.ms * ${slower.times}, usual.ms + ${slower.byMs}))`.execute(
    ctx.env.databases[ctx.pool],
  );
  return new Set(rows.map(({ check_name: check, environment }) => cellKey({ check, environment })));
}

export function cellKey({
  check,
  environment,
}: {
  readonly check: string;
  readonly environment: string;
}): string {
  return `${environment} ${check}`;
}
