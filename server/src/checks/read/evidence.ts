import { permit } from '#identity';
import type { Ctx } from '#platform';
import { firstRunId } from '../core/run-id.ts';
import {
  loadFailingCells,
  loadLike,
  loadRecent,
  loadReported,
  type FailingCell,
  type LikeRun,
  type PastRun,
  type ReportedRun,
} from '../store/evidence-store.ts';

export type { FailingCell, PastRun, ReportedRun } from '../store/evidence-store.ts';

/** What fails by the fault of a product in an environment, the longest first; of everywhere without one. At most 500. */
export async function failingCells(ctx: Ctx, environment: string | null): Promise<FailingCell[]> {
  permit(ctx, 'check.read');
  return loadFailingCells(ctx.env.databases[ctx.pool], environment);
}

interface Recent {
  readonly environments: readonly string[];
  readonly checks: readonly string[];
  /** Milliseconds since 1970; runs that were due before are left out. */
  readonly from: number;
  /** The newest so many of each check in each environment. */
  readonly each: number;
}

/** Runs that ended with a verdict, by check and environment, the newest first. */
export async function recentRuns(ctx: Ctx, { from, ...rest }: Recent): Promise<PastRun[]> {
  permit(ctx, 'check.read');
  return loadRecent(ctx.env.databases[ctx.pool], { ...rest, from: firstRunId(from) });
}

/** Those of these runs that kept a report, with it. */
export async function reportsOf(ctx: Ctx, ids: readonly string[]): Promise<ReportedRun[]> {
  permit(ctx, 'check.read');
  return loadReported(ctx.env.databases[ctx.pool], ids);
}

/** The newest run of each other cell that failed since `from` with an error like that of one of these runs; at most 50. */
export async function runsLike(ctx: Ctx, ids: readonly string[], from: number): Promise<LikeRun[]> {
  permit(ctx, 'check.read');
  return loadLike(ctx.env.databases[ctx.pool], ids, firstRunId(from));
}
