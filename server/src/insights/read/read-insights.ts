import type { Load, InsightsFilter, Noise, Overview } from '@fieldmarshal/contract/insights';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { handoversOf } from '../core/handovers.ts';
import { loadOf } from '../core/load.ts';
import { falseAlarmsOf, ruleNoise, worthOf } from '../core/noise.ts';
import { overviewOf } from '../core/overview.ts';
import { daysBefore, periodOf, type Period } from '../core/period.ts';
import { loadChecks, loadHandovers, loadRules } from './day-store.ts';
import { loadScores } from './score-store.ts';
import { loadKnown } from './load-known.ts';

/** How incidents were found, handled and learnt from. Refuses days that cannot be. */
export async function readOverview(ctx: Ctx, filter: InsightsFilter): Promise<Overview> {
  permit(ctx, 'insights.read');
  const [period, db] = [requirePeriod(ctx, filter), ctx.env.databases[ctx.pool]];
  const [catalog, now, before, firstAssessment] = await Promise.all([
    readCatalog(ctx.env),
    loadKnown(ctx, { ...period, filter }),
    loadKnown(ctx, { ...daysBefore(period), filter }),
    loadScores(db, { ...period, filter }),
  ]);
  const { impact, ...numbers } = overviewOf(now, before);
  const named = (kind: 'Product' | 'Customer') => (one: Overview['impact']['byProduct'][number]) => ({
    ...one,
    title: titleOf(catalog, kind, one.name),
  });
  return {
    ...{ from: period.from, to: period.to, ...numbers, firstAssessment },
    impact: {
      ...impact,
      byProduct: impact.byProduct.map(named('Product')),
      byCustomer: impact.byCustomer.map(named('Customer')),
    },
  };
}

/** Who was paged, and how watches were handed over. Handovers are of all hubs: they are no part of an incident. */
export async function readLoad(ctx: Ctx, filter: InsightsFilter): Promise<Load> {
  permit(ctx, 'insights.read');
  const [period, db] = [requirePeriod(ctx, filter), ctx.env.databases[ctx.pool]];
  const [catalog, incidents, handovers] = await Promise.all([
    readCatalog(ctx.env),
    loadKnown(ctx, { ...period, filter }),
    loadHandovers(db, period),
  ]);
  const { hubs, ...rest } = loadOf(incidents);
  return {
    ...{ from: period.from, to: period.to, ...rest },
    hubs: hubs.map((hub) => ({
      ...hub,
      title: hub.hub === null ? 'No hub' : titleOf(catalog, 'Hub', hub.hub),
    })),
    handovers: handoversOf(handovers),
  };
}

/** What was loud for nothing, and what checks were worth. Rules are filtered by product, team and environment; checks by none. */
export async function readNoise(ctx: Ctx, filter: InsightsFilter): Promise<Noise> {
  permit(ctx, 'insights.read');
  const [period, db] = [requirePeriod(ctx, filter), ctx.env.databases[ctx.pool]];
  const [catalog, incidents, rules, checks] = await Promise.all([
    readCatalog(ctx.env),
    loadKnown(ctx, { ...period, filter }),
    loadRules(db, period, await rulesWanted(ctx, filter)),
    loadChecks(db, period),
  ]);
  return {
    ...{ from: period.from, to: period.to },
    ...ruleNoise(rules, new Map(incidents.map((one) => [one.id, one]))),
    falseAlarms: falseAlarmsOf(incidents),
    checks: checks.map((check) => ({ ...check, title: titleOf(catalog, 'Check', check.check) })),
    ...worthOf(checks),
  };
}

/** The part of the filters that alerts of rules have, too. */
export async function rulesWanted(
  ctx: Ctx,
  filter: InsightsFilter,
): Promise<{ readonly products: readonly string[] | null } & Pick<InsightsFilter, 'environment'>> {
  return { products: productsOf(await readCatalog(ctx.env), filter), environment: filter.environment };
}

function productsOf(catalog: Catalog, { product, team }: InsightsFilter): readonly string[] | null {
  if (product !== undefined) return [product];
  if (team === undefined) return null;
  return catalog.list('Product').flatMap(({ name }) => (catalog.ownerOf(name)?.name === team ? [name] : []));
}

export function requirePeriod(ctx: Ctx, filter: InsightsFilter): Period {
  const period = periodOf(filter, ctx.env.clock.now().getTime());
  if (typeof period !== 'string') return period;
  throw new AppError('invalid', `from: ${period}`, { faults: [{ path: 'from', message: period }] });
}

function titleOf(catalog: Catalog, kind: 'Product' | 'Customer' | 'Hub' | 'Check', name: string): string {
  if (name === '') return 'Not known';
  return catalog.get(kind, name)?.spec.displayName ?? name;
}
