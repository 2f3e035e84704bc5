import { readCatalog } from '#catalog';
import type { Ctx } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { doubtsOver } from './doubt-store.ts';
import { loadReport, lockRuns, type EndedRun } from '../store/run-store.ts';
import { judgeRuns } from '../work/judge-runs.ts';

/** Counts what nobody has looked at in time as it was reported: a product that is away must page, whoever is busy. */
export async function countDoubted(ctx: Ctx): Promise<void> {
  const over = await doubtsOver(ctx.env.databases.worker);
  if (over.length === 0) return;
  const catalog = await readCatalog(ctx.env);
  const raise = await raiser(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    const runs = new Map(
      (
        await lockRuns(
          tx,
          over.map(({ id }) => id),
        )
      ).map((run) => [run.id, run]),
    );
    const ended: EndedRun[] = [];
    for (const { id, startedAt } of over) {
      const run = runs.get(id);
      const report = await loadReport(tx.db, id);
      if (run && report) ended.push({ run, report, startedAt, bytes: null });
    }
    const { alerts } = await judgeRuns(tx, catalog, ended);
    await raise(tx, alerts);
  });
}
