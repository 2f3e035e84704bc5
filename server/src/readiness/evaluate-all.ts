import type { Catalog } from '#catalog';
import type { Tx } from '#platform';
import { standardsOf, traitsOf } from './catalog-traits.ts';
import { carry, type Change, type KeptResults, type Turn } from './core/carry.ts';
import { evaluateProduct } from './core/evaluate.ts';
import { dayRows } from './day-rows.ts';
import { storeChanges } from './store/change-store.ts';
import { storeDay } from './store/day-store.ts';
import { loadExemptions } from './store/exemption-store.ts';
import { loadResults, noteEvaluated, storeResults } from './store/result-store.ts';
import { dropStrangers, type StoredValues } from './store/value-store.ts';
import { measuredOf } from './measured.ts';

/** What became of measures, by product and measure. */
type Turns = ReadonlyMap<string, ReadonlyMap<string, Turn>>;

const none: KeptResults = new Map();
const noTurns: ReadonlyMap<string, Turn> = new Map();

interface Pass {
  readonly catalog: Catalog;
  /** Taken before values were read or written. */
  readonly revision: number;
  readonly turns: Turns;
  /** All of them, as they are stored now. */
  readonly values: StoredValues;
}

/** Evaluates every product against every standard, from scratch, in a transaction that holds the revision. */
export async function evaluateIn(tx: Tx, { catalog, revision, turns, values }: Pass): Promise<void> {
  const standards = standardsOf(catalog);
  const traits = traitsOf(catalog);
  await dropStrangers(tx, [...traits.keys()]);
  const { byProduct: before } = await loadResults(tx.db, {});
  const now = tx.now.getTime();
  const everything = new Map<string, KeptResults>();
  const changed = new Map<string, KeptResults>();
  const changes: (Change & { product: string })[] = [];
  for (const [product, each] of traits) {
    const after = evaluateProduct(standards, each, measuredOf(values.get(product)));
    const was = before.get(product) ?? none;
    const carried = carry(standards, { before: was, after, turns: turns.get(product) ?? noTurns, now });
    everything.set(product, carried.kept);
    if (!carried.same || !before.has(product)) changed.set(product, carried.kept);
    for (const change of carried.changes) changes.push({ ...change, product });
  }
  await storeResults(tx, revision, changed);
  await storeChanges(tx, changes);
  await noteEvaluated(tx);
  const exemptions = await loadExemptions(tx.db, { open: true });
  await storeDay(tx, dayRows(catalog, { results: everything, exemptions }));
  if (changed.size > 0) tx.changed('readiness');
}
