import type { Scorecard, Standing } from '@fieldmarshal/contract/readiness';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { readBoard, resultsOf, type Board } from '../board.ts';
import { gapsOf, nextStepOf } from '../core/next-step.ts';
import { sumOf } from '../core/score.ts';
import { isStale } from '../core/stale.ts';
import type { Standard } from '../core/standards.ts';
import { loadChanges } from '../store/change-store.ts';
import { loadDays } from '../store/day-store.ts';
import { loadValues, type StoredValue } from '../store/value-store.ts';
import { showValues } from './show-values.ts';

const changeDays = 30;
const historyDays = 90;

/** How one product stands, why, and what to do next. */
export async function readScorecard(ctx: Ctx, { product }: { readonly product: string }): Promise<Scorecard> {
  permit(ctx, 'readiness.read');
  const db = ctx.env.databases[ctx.pool];
  const board = await readBoard(ctx);
  const object = board.catalog.get('Product', product);
  if (!object) throw notFound(`Product ${product}`);
  const [values, changes, days] = await Promise.all([
    loadValues(db, [product]),
    loadChanges(db, { days: changeDays, limit: 100, products: [product] }),
    loadDays(db, { scope: 'product', names: [product], days: historyDays }),
  ]);
  const results = resultsOf(board, product);
  const exempt = board.exempt.names(product);
  const { score, rung, mustGaps } = sumOf(board.standards, results, exempt);
  const gaps = gapsOf(board.standards, results, exempt);
  const others = board.standards.list.filter((each) => results.has(each.name) && !gaps.includes(each));
  const team = board.catalog.get('Team', object.spec.owner);
  return {
    at: new Date(board.now).toISOString(),
    product,
    displayName: object.spec.displayName ?? product,
    team: object.spec.owner,
    teamName: team?.spec.displayName ?? object.spec.owner,
    score,
    rung,
    mustGaps,
    next: gaps[0] === undefined ? null : nextStepOf(gaps[0], results),
    standings: [...gaps, ...others].map((standard) =>
      standingOf(board, standard, { product, values: values.get(product) }),
    ),
    changes,
    days: days.get(product) ?? [],
  };
}

interface Of {
  readonly product: string;
  readonly values: ReadonlyMap<string, StoredValue> | undefined;
}

function standingOf(board: Board, standard: Standard, { product, values }: Of): Standing {
  const { name, spec, rule } = standard;
  const result = board.results.get(product)?.get(name);
  return {
    standard: name,
    displayName: spec.displayName ?? name,
    area: spec.area,
    level: spec.level,
    rung: spec.rung,
    why: spec.why,
    fix: spec.fix,
    rule: spec.rule,
    due: spec.due ?? null,
    outcome: result?.outcome ?? 'unknown',
    since: result ? new Date(result.since).toISOString() : null,
    stale: result !== undefined && isStale(standard, result, board),
    exemption: board.exempt.of(product, name),
    values: showValues(rule?.measures ?? [], { ...board, measures: board.standards.measures, values }),
  };
}
