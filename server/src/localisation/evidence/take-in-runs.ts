import { reportsOf } from '#checks';
import { inTransaction, type Ctx } from '#platform';
import { pathOf } from '../core/live/run-path.ts';
import { mark } from '../judge/mark.ts';
import { loadOpenPlaces } from '../store/case-store.ts';
import { insertPaths, withoutPath, type NewPath } from '../store/path-store.ts';
import { addCounts, claimSpans } from '../store/span-store.ts';

interface Ended {
  readonly id: string;
  readonly check: string;
  readonly environment: string;
  readonly passed: boolean;
}

/** Reports unpacked at a time. */
const batch = 20;

/**
 * Runs ended: keeps what they went through, and has the failures of their environments looked at, also where one passed that failed
 * before. Told twice, it does the same once.
 */
export async function takeInRuns(ctx: Ctx, { runs }: { readonly runs: readonly Ended[] }): Promise<void> {
  const db = ctx.env.databases[ctx.pool];
  const missing = await withoutPath(
    db,
    runs.map(({ id }) => id),
  );
  const passed = new Map(runs.map((run) => [run.id, run.passed]));
  const paths: NewPath[] = [];
  for (let from = 0; from < missing.length; from += batch) {
    const reported = await reportsOf(ctx, missing.slice(from, from + batch));
    for (const { id, check, environment, startedAt, report } of reported)
      paths.push({
        run: id,
        check,
        environment,
        startedAt,
        passed: passed.get(id) ?? true,
        ...pathOf(report, startedAt.getTime()),
      });
  }
  await inTransaction(ctx, async (tx) => {
    await insertPaths(tx, paths);
    const claimed = await claimSpans(
      tx,
      paths.flatMap(({ traces }) => traces),
    );
    if (claimed > 0) await addCounts(tx, '', { claimed });
    const failed = new Set(runs.filter((run) => !run.passed).map((run) => run.environment));
    const open = await loadOpenPlaces(tx.db, [...new Set(runs.map((run) => run.environment))]);
    for (const environment of new Set([...failed, ...open])) await mark(tx, { environment });
  });
}
