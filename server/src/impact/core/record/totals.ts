import { counted } from '@fieldmarshal/contract/text/counted';
import {
  possibleFrom,
  type ImpactKind,
  type ImpactRow,
  type ImpactTally,
  type ImpactTotals,
} from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import type { Beyond } from './beyond.ts';
import { isCounted, lostUntil, wasHit } from './row.ts';

interface As {
  readonly now: string;
  /** Found and not kept as rows. */
  readonly beyond: Beyond;
}

/** How many of how many, as of `now`; minutes are of the rows alone. */
export function totalsOf(
  rows: readonly ImpactRow[],
  graph: Pick<ImpactGraph, 'workflows' | 'applications' | 'environments' | 'customers'>,
  { now, beyond }: As,
): ImpactTotals {
  const of = (kind: ImpactKind, all: { readonly names: readonly unknown[] }): ImpactTally => {
    const own = tallyOf(
      rows.filter((row) => row.kind === kind),
      all.names.length,
    );
    return { ...own, hit: own.hit + beyond.hit[kind], possible: own.possible + beyond.possible[kind] };
  };
  const customers = rows.filter((row) => row.kind === 'customer');
  const told = customers.filter((row) => isCounted(row) && row.usersPerHour !== null);
  return {
    workflows: of('workflow', graph.workflows),
    applications: of('application', graph.applications),
    environments: of('environment', graph.environments),
    customers: of('customer', graph.customers),
    unknownEnvironments: rows.filter(({ kind, state }) => kind === 'environment' && state === 'unknown')
      .length,
    usersPerHour:
      told.length === 0 && beyond.usersPerHour === null
        ? null
        : told.reduce((sum, row) => sum + (row.usersPerHour ?? 0), beyond.usersPerHour ?? 0),
    userMinutesLost: Math.round(
      customers
        .filter(({ standing }) => standing !== 'rejected')
        .reduce((sum, row) => sum + lostUntil(row, now), 0),
    ),
  };
}

function tallyOf(rows: readonly ImpactRow[], of: number): ImpactTally {
  const hit = rows.filter((row) => isCounted(row));
  return {
    hit: hit.length,
    possible: rows.filter((row) => isPossible(row)).length,
    over: rows.filter((row) => wasHit(row) && row.until !== null).length,
    notHit: rows.filter(({ standing }) => standing === 'not-hit').length,
    toConfirm: hit.filter(({ decision }) => decision === null).length,
    of,
  };
}

/** Worth a look: unknown, or neither sure nor weak. */
export function isPossible({ standing, state, confidence }: ImpactRow): boolean {
  return standing === 'possible' && (state === 'unknown' || (confidence ?? 0) >= possibleFrom);
}

const plurals = [
  ['workflows', 'workflow'],
  ['applications', 'application'],
  ['environments', 'environment'],
  ['customers', 'customer'],
] as const;

/** `2 workflows, 1 application, 12 customers`; what is possible only where nothing is hit. */
export function summaryOf(totals: ImpactTotals): string {
  const hit = plurals.flatMap(([many, one]) =>
    totals[many].hit === 0 ? [] : counted(totals[many].hit, one),
  );
  if (hit.length > 0) return hit.join(', ');
  const maybe = plurals.flatMap(([many, one]) =>
    totals[many].possible === 0 ? [] : counted(totals[many].possible, one),
  );
  return maybe.length > 0 ? `possibly ${maybe.join(', ')}` : 'nothing known to be hit';
}
