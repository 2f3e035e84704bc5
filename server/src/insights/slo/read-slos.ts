import type { Spec } from '@fieldmarshal/contract/catalog';
import type { SloAnswer, SloBudget } from '@fieldmarshal/contract/insights';
import { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { defineTask, inTransaction, type Ctx } from '#platform';
import { beginsOf, budgetOf, type RunHour } from '../core/budget.ts';
import { loadPractised } from './practised.ts';
import { countRuns, loadHours, openHours } from './store.ts';

export const runHoursTask = defineTask('insights.runs', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 300_000,
});

/** Every five minutes: runs by hour, of the hours for which they may still come. */
export async function countRunHours(ctx: Ctx): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const practised = async (since: Date) => loadPractised(tx.db, catalog, since);
    await countRuns(tx.db, { now: tx.now, hours: openHours, practised });
    tx.changed('insights');
  });
}

/** Every objective in each of its environments: what is left of its budget, and how fast it goes. */
export async function readSlos(ctx: Ctx): Promise<SloAnswer> {
  permit(ctx, 'insights.read');
  const catalog = await readCatalog(ctx.env);
  const now = ctx.env.clock.now().getTime();
  const slos = catalog.list('SLO').map((slo) => ({ ...slo, checks: checksOf(catalog, slo.spec.workflow) }));
  const hours = await loadHours(ctx.env.databases[ctx.pool], {
    checks: [...new Set(slos.flatMap(({ checks }) => checks.map(({ name }) => name)))],
    begins: beginsOf(
      slos.map(({ spec }) => spec),
      now,
    ),
    now: new Date(now),
  });
  const items = slos.flatMap(({ name, spec, checks }) =>
    environmentsOf(spec, checks).map((environment): SloBudget => {
      const watching = checks.filter(({ environments }) => environments.includes(environment));
      const runs = watching.flatMap(
        (check): readonly RunHour[] => hours.get(`${check.name} ${environment}`) ?? [],
      );
      return {
        ...{ slo: name, title: spec.displayName ?? name, workflow: spec.workflow, environment },
        workflowTitle: catalog.get('Workflow', spec.workflow)?.spec.displayName ?? spec.workflow,
        ...{ objective: spec.objective, windowDays: spec.windowDays },
        checks: watching.map((check) => check.name),
        ...budgetOf(runs, spec, now),
      };
    }),
  );
  return {
    at: new Date(now).toISOString(),
    items: items.toSorted(
      (a, b) => (a.left ?? -Infinity) - (b.left ?? -Infinity) || a.slo.localeCompare(b.slo),
    ),
  };
}

interface Watching {
  readonly name: string;
  readonly environments: readonly string[];
}

function checksOf(catalog: Catalog, workflow: string): Watching[] {
  return catalog
    .list('Check')
    .flatMap(({ name, spec }) =>
      spec.workflow === workflow
        ? [{ name, environments: spec.environments.map(({ environment }) => environment) }]
        : [],
    );
}

/** Those it names; else wherever a check of the workflow runs. Where none does it is still shown, of no environment: nothing is known of it. */
function environmentsOf({ environments }: Spec<'SLO'>, checks: readonly Watching[]): readonly string[] {
  if (environments.length > 0) return environments;
  const watched = [...new Set(checks.flatMap((check) => check.environments))].toSorted();
  return watched.length === 0 ? [''] : watched;
}
