import type { NewValue } from '@fieldmarshal/contract/readiness';
import { isBuiltIn } from '@fieldmarshal/contract/readiness/known-measures';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { AppError, inTransaction, type Ctx, type FieldFault, type Tx } from '#platform';
import { standardsOf } from './catalog-traits.ts';
import { carry, type KeptResults, type Turn } from './core/carry.ts';
import { hasType, reevaluateProduct } from './core/evaluate.ts';
import { measuredOf } from './measured.ts';
import { storeChanges } from './store/change-store.ts';
import { loadResults, storeResults, takeRevision } from './store/result-store.ts';
import {
  dropValues,
  loadValues,
  storeValues,
  type StoredValue,
  type StoredValues,
} from './store/value-store.ts';

/** A clock that is ahead of ours by more is wrong. */
const aheadMsMax = 5 * 60_000;

/** Values of measures from outside; who meets what is found out again in the same transaction. All of them, or none. */
export async function putValues(
  ctx: Ctx,
  { values }: { readonly values: readonly NewValue[] },
): Promise<{ stored: number; changed: number }> {
  permit(ctx, 'readiness.write');
  const catalog = await readCatalog(ctx.env);
  return inTransaction(ctx, async (tx) => {
    refuseFaults(catalog, values, tx.now);
    return takeValues(tx, catalog, values);
  });
}

function refuseFaults(catalog: Catalog, values: readonly NewValue[], now: Date): void {
  const faults: FieldFault[] = [];
  const seen = new Set<string>();
  for (const [index, { product, measure, value, at }] of values.entries()) {
    const fault = (field: string, message: string): void => {
      faults.push({ path: `values[${index}].${field}`, message });
    };
    const spec = catalog.get('Measure', measure)?.spec;
    if (!catalog.get('Product', product)) fault('product', `there is no Product "${product}"`);
    if (isBuiltIn(measure)) fault('measure', `"${measure}" is measured by the platform itself`);
    else if (!spec) fault('measure', `there is no Measure "${measure}"`);
    else if (spec.source.type !== 'push') fault('measure', `"${measure}" is fetched by this server`);
    else if (value !== null && !hasType(value, spec.type)) fault('value', `must be a ${spec.type}`);
    if (at !== undefined && Date.parse(at) > now.getTime() + aheadMsMax)
      fault('at', 'lies in the future: the clock that wrote it is wrong');
    if (seen.has(`${product} ${measure}`)) fault('measure', `"${measure}" of "${product}" is given twice`);
    seen.add(`${product} ${measure}`);
  }
  if (faults.length === 0) return;
  const [first] = faults;
  throw new AppError('invalid', `${first?.path}: ${first?.message}`, { faults });
}

/** Stores values that were checked; one that is older than what is stored changes nothing. */
export async function takeValues(
  tx: Tx,
  catalog: Catalog,
  values: readonly NewValue[],
): Promise<{ stored: number; changed: number }> {
  const revision = await takeRevision(tx);
  const products = [...new Set(values.map(({ product }) => product))];
  const stored = await loadValues(tx.db, products);
  const news = values
    .map((value) => ({ ...value, at: value.at === undefined ? tx.now : new Date(value.at) }))
    .filter(({ product, measure, at }) => at >= (stored.get(product)?.get(measure)?.at ?? at));
  const set = news.flatMap(({ value, ...row }) => (value === null ? [] : [{ ...row, value }]));
  const turns = turnsOf(stored, news);
  await storeValues(tx, set);
  await dropValues(
    tx,
    news.filter(({ value }) => value === null),
  );
  for (const { product, measure, value, at, source } of news) {
    const known = stored.get(product) ?? new Map<string, StoredValue>();
    stored.set(product, known);
    if (value === null) known.delete(measure);
    else known.set(measure, { value, at, source });
  }
  await reevaluate(tx, { catalog, revision, turns, stored });
  const changed = [...turns.values()].flatMap((each) => [...each.values()]);
  return { stored: news.length, changed: changed.filter(({ before, after }) => before !== after).length };
}

type News = Pick<NewValue, 'product' | 'measure' | 'value'>;

function turnsOf(stored: StoredValues, news: readonly News[]): Map<string, Map<string, Turn>> {
  const turns = new Map<string, Map<string, Turn>>();
  for (const { product, measure, value } of news) {
    const before = stored.get(product)?.get(measure)?.value ?? null;
    const known = turns.get(product) ?? new Map<string, Turn>();
    turns.set(product, known.set(measure, { before, after: value }));
  }
  return turns;
}

interface Again {
  readonly catalog: Catalog;
  readonly revision: number;
  readonly turns: ReadonlyMap<string, ReadonlyMap<string, Turn>>;
  readonly stored: StoredValues;
}

async function reevaluate(tx: Tx, { catalog, revision, turns, stored }: Again): Promise<void> {
  const standards = standardsOf(catalog);
  const { byProduct: before } = await loadResults(tx.db, { products: [...turns.keys()] });
  const now = tx.now.getTime();
  const changed = new Map<string, KeptResults>();
  for (const [product, turned] of turns) {
    const was = before.get(product);
    // A product that was never evaluated is at the next look at everything.
    if (!was) continue;
    const values = measuredOf(stored.get(product));
    const after = reevaluateProduct(standards, was, { values, changed: new Set(turned.keys()) });
    const { kept, changes, same } = carry(standards, { before: was, after, turns: turned, now });
    if (!same) changed.set(product, kept);
    await storeChanges(
      tx,
      changes.map((change) => ({ ...change, product })),
    );
  }
  await storeResults(tx, revision, changed);
  if (changed.size > 0) tx.changed('readiness');
}
