import { answeringOf } from '../core/ambush.ts';
import { runbookOf, writtenFor } from '../core/measured/runbooks.ts';
import { countedOf } from '../ambush/read-ambushes.ts';
import { loadAmbushes } from '../store/ambush-store.ts';
import { loadProbes } from '../store/probe-store.ts';
import { found, type Collector } from './collector.ts';
import { coversOf, policyOf } from './from-oncall.ts';

const countedMax = 20_000;

/** What unannounced test pages to those who answer for a product, and a look at its runbook, found. */
export const fromAmbushes: Collector = {
  name: 'ambushes',
  measures: ['test_pages_90d', 'test_pages_answered_percent', 'test_pages_p90_minutes', 'runbook_alive'],
  collect: async (look) => {
    const { db, catalog } = look;
    const [tests, probes] = [await loadAmbushes(db, { limit: countedMax }), await loadProbes(db)];
    const byPerson = Map.groupBy(tests, ({ person }) => person);
    const answeringBy = new Map(
      [...coversOf(look)].map(([policy, { people }]) => [
        policy,
        answeringOf(countedOf(people.flatMap((person) => byPerson.get(person) ?? []))),
      ]),
    );
    const written = writtenFor(catalog.list('Runbook'));
    // Of a link that was not tried yet nobody knows; one of the catalog opens where everything else does.
    const isAlive = (name: string, url: string | null): boolean | null =>
      url === null ? (written.has(name) ? true : null) : (probes.get(url)?.alive ?? null);
    return found(
      catalog.list('Product').map((product) => {
        const answering = answeringBy.get(policyOf(catalog, product.name) ?? '');
        const p90 = answering?.p90Ms ?? null;
        return [
          product.name,
          {
            test_pages_90d: answering?.tested ?? 0,
            test_pages_answered_percent:
              p90 === null || !answering ? null : Math.floor((100 * answering.answered) / answering.tested),
            test_pages_p90_minutes: p90 === null ? null : Math.ceil(p90 / 6_000) / 10,
            runbook_alive: isAlive(product.name, runbookOf(product)),
          },
        ];
      }),
    );
  },
};
