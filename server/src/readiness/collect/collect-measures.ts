import { readCatalog } from '#catalog';
import { readRoster } from '#oncall';
import { beforeFinish, inTransaction, type Ctx } from '#platform';
import type { Turn } from '../core/carry.ts';
import { evaluateIn } from '../evaluate-all.ts';
import { noteLook } from '../store/look-store.ts';
import { takeRevision } from '../store/result-store.ts';
import {
  builtInSource,
  dropValues,
  loadValues,
  storeValues,
  type NewRow,
  type StoredValue,
  type StoredValues,
} from '../store/value-store.ts';
import type { Found } from './collector.ts';
import { collectors } from './collectors.ts';

interface Collected {
  readonly measures: ReadonlySet<string>;
  readonly found: readonly Found[];
}

/**
 * Looks at everything that the platform measures, stores what became different and evaluates all products. A group that cannot be looked
 * at keeps its values, which grow old.
 */
export async function collectMeasures(ctx: Ctx): Promise<void> {
  const { measures, found } = await lookAtAll(ctx);
  const catalog = await readCatalog(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const revision = await takeRevision(tx);
    const stored = await loadValues(tx.db);
    const { set, gone, turns } = differences(stored, { measures, found }, tx.now);
    await storeValues(tx, set);
    await dropValues(tx, gone);
    apply(stored, { set, gone });
    await evaluateIn(tx, { catalog, revision, turns, values: stored });
  });
}

interface Changed {
  readonly set: readonly NewRow[];
  readonly gone: readonly { readonly product: string; readonly measure: string }[];
}

/** The same as is stored, so that nobody has to read it again. */
function apply(stored: StoredValues, { set, gone }: Changed): void {
  for (const { product, measure } of gone) stored.get(product)?.delete(measure);
  for (const { product, measure, ...value } of set)
    stored.set(product, (stored.get(product) ?? new Map<string, StoredValue>()).set(measure, value));
}

async function lookAtAll(ctx: Ctx): Promise<Collected> {
  const catalog = await readRoster(ctx.env);
  const db = ctx.env.databases[ctx.pool];
  const look = { ctx: beforeFinish(ctx), db, catalog, now: ctx.env.clock.now() };
  const measures = new Set<string>();
  const all: Found[] = [];
  for (const collector of collectors) {
    const trouble = await troubleOf(async () => {
      for (const each of await collector.collect(look)) all.push(each);
    });
    await noteLook(db, { names: [collector.name], trouble });
    if (trouble === null) for (const measure of collector.measures) measures.add(measure);
    else ctx.env.log.error({ collector: collector.name, trouble }, 'measures could not be looked at');
  }
  return { measures, found: all.filter(({ measure }) => measures.has(measure)) };
}

async function troubleOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 500) : 'unknown';
  }
}

function differences(stored: StoredValues, { measures, found }: Collected, now: Date) {
  const set: NewRow[] = [];
  const gone: { product: string; measure: string }[] = [];
  const turns = new Map<string, Map<string, Turn>>();
  const turn = (product: string, measure: string, each: Turn): void => {
    turns.set(product, (turns.get(product) ?? new Map<string, Turn>()).set(measure, each));
  };
  const present = new Set<string>();
  for (const { product, measure, value } of found) {
    present.add(`${product} ${measure}`);
    const before = stored.get(product)?.get(measure);
    if (before?.value === value && before.source === builtInSource) continue;
    set.push({ product, measure, value, at: now, source: builtInSource });
    turn(product, measure, { before: before?.value ?? null, after: value });
  }
  for (const [product, values] of stored)
    for (const [measure, { value, source }] of values)
      if (source === builtInSource && measures.has(measure) && !present.has(`${product} ${measure}`)) {
        gone.push({ product, measure });
        turn(product, measure, { before: value, after: null });
      }
  return { set, gone, turns };
}
