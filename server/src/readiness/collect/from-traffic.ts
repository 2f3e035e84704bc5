import { sql } from 'kysely';
import { found, type Collector } from './collector.ts';

/** What was seen of products: calls between them, and changes that were reported. */
export const fromTraffic: Collector = {
  name: 'traffic',
  measures: ['calls_seen', 'dependencies_undeclared', 'changes_90d'],
  collect: async ({ db, catalog }) => {
    const { rows: calls } = await sql<{ caller: string; callee: string }>`
      select distinct caller, callee from call_seen where last_at > now() - interval '30 days' and caller <> callee`.execute(
      db,
    );
    const { rows: changes } = await sql<{ product: string; changes: number }>`
      select product, count(*)::int as changes from change
      where product is not null and at > now() - interval '90 days' group by product`.execute(db);
    const reported = new Map(changes.map((row) => [row.product, row.changes]));
    const between = calls.filter(
      ({ caller, callee }) => catalog.get('Product', caller) && catalog.get('Product', callee),
    );
    const out = Map.groupBy(between, ({ caller }) => caller);
    const into = Map.groupBy(between, ({ callee }) => callee);
    return found(
      catalog.list('Product').map(({ name, spec }) => {
        const called = out.get(name) ?? [];
        const seen = called.length + (into.get(name)?.length ?? 0);
        const declared = new Set(spec.dependsOn.map(({ product }) => product));
        return [
          name,
          {
            calls_seen: seen,
            // Where no call of it was ever seen, nothing is known of what it calls.
            dependencies_undeclared:
              seen === 0 ? null : called.filter(({ callee }) => !declared.has(callee)).length,
            changes_90d: reported.get(name) ?? 0,
          },
        ];
      }),
    );
  },
};
