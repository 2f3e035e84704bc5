import type { Ctx } from '#platform';
import type { Runner } from '../runners/runner.ts';
import { takeResults } from './take-results.ts';

/** Ends runs that no runner can be asked to make: that is a fault of the check, and its owner hears of it. */
export async function refuseRuns(
  ctx: Ctx,
  runner: Runner,
  runs: readonly { readonly id: string; readonly why: string }[],
): Promise<void> {
  const startedAt = ctx.env.clock.now().toISOString();
  const reports = runs.map(({ id, why }) => ({
    id,
    attempt: 1,
    startedAt,
    durationMs: 0,
    verdict: 'failed',
    fault: { class: 'test', why },
    error: { message: why },
  }));
  await takeResults(ctx.env, runner, { reports, skewMs: 0 });
}
