import { readCatalog } from '#catalog';
import type { Ctx } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { alertText } from '../core/alert.ts';
import { retiredSpec } from '../core/retired.ts';
import { environmentsOfSites, storePlan } from '../store/plan-store.ts';
import { wakeRunners } from '../work/wake.ts';
import { wantedSlots } from './wanted.ts';

/** Makes what is due be as the catalog says. The alert of a check that no longer runs somewhere ends there. */
export async function planChecks(ctx: Ctx): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const raise = await raiser(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    const gone = await storePlan(tx, wantedSlots(catalog, await environmentsOfSites(tx.db)));
    const alerts = gone.flatMap(({ alert, ...cell }) =>
      alert === null
        ? []
        : [{ action: 'resolve' as const, link: null, ...alertText(cell, alert, retiredSpec) }],
    );
    await raise(tx, alerts);
    tx.changed('checks');
    tx.afterCommit(() => wakeRunners(ctx.env.databases));
  });
}
