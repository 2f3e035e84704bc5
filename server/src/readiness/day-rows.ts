import type { Exemption } from '@fieldmarshal/contract/readiness';
import type { Catalog } from '#catalog';
import { standardsOf, traitsOf } from './catalog-traits.ts';
import type { Results } from './core/evaluate.ts';
import { medianOf, sumOf, type Sum } from './core/score.ts';
import { applies } from './core/standards.ts';
import { exemptBy } from './exempt-by.ts';
import type { DayRow, Scope } from './store/day-store.ts';

interface Standing {
  readonly results: ReadonlyMap<string, Results>;
  /** Those that hold. */
  readonly exemptions: readonly Exemption[];
}

/** How the organisation, its teams, products, standards and initiatives stand, as rows of one day. */
export function dayRows(catalog: Catalog, { results, exemptions }: Standing): DayRow[] {
  const standards = standardsOf(catalog);
  const traits = traitsOf(catalog);
  const exempt = exemptBy(exemptions);
  const sums = new Map(
    [...results].map(([product, each]) => [product, sumOf(standards, each, exempt.names(product))]),
  );
  const teams = Map.groupBy(sums, ([product]) => traits.get(product)?.team ?? '');
  const pairs = (names: readonly string[], products: Iterable<string>): Pairs => {
    const count = { applies: 0, met: 0, unknown: 0 };
    for (const product of products)
      for (const name of names) {
        const outcome = results.get(product)?.get(name)?.outcome;
        if (outcome === undefined || (outcome !== 'met' && exempt.names(product).has(name))) continue;
        count.applies += 1;
        if (outcome !== 'missed') count[outcome] += 1;
      }
    return count;
  };
  return [
    ofMany('organisation', '', [...sums.values()]),
    ...[...teams].map(([team, each]) =>
      ofMany(
        'team',
        team,
        each.map(([, sum]) => sum),
      ),
    ),
    ...[...sums].map(([name, sum]): DayRow => ({ scope: 'product', name, ...plain(sum) })),
    ...standards.list.map(({ name }) => ofPairs('standard', name, pairs([name], results.keys()))),
    ...catalog.list('Initiative').map(({ name, spec }) => {
      const concerned = [...traits.values()].filter((each) => applies(spec.appliesTo, each));
      return ofPairs(
        'initiative',
        name,
        pairs(
          spec.standards,
          concerned.map((each) => each.name),
        ),
      );
    }),
  ];
}

interface Pairs {
  readonly applies: number;
  readonly met: number;
  readonly unknown: number;
}

function plain({ score, applies, met, unknown, mustGaps }: Sum): Omit<DayRow, 'scope' | 'name'> {
  return { score, applies, met, unknown, mustGaps };
}

function ofMany(scope: Scope, name: string, sums: readonly Sum[]): DayRow {
  const total = (of: (sum: Sum) => number): number => sums.reduce((all, sum) => all + of(sum), 0);
  return {
    scope,
    name,
    score: medianOf(sums.map(({ score }) => score)),
    applies: total(({ applies }) => applies),
    met: total(({ met }) => met),
    unknown: total(({ unknown }) => unknown),
    mustGaps: total(({ mustGaps }) => (mustGaps > 0 ? 1 : 0)),
  };
}

function ofPairs(scope: Scope, name: string, { applies, met, unknown }: Pairs): DayRow {
  const score = applies === 0 ? null : Math.round((40 * met) / applies) / 10;
  return { scope, name, score, applies, met, unknown, mustGaps: applies - met };
}
