import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { StandardSpec } from '@fieldmarshal/contract/readiness';
import { isFault } from '@fieldmarshal/contract/readiness/rule';
import { rungs } from '@fieldmarshal/contract/readiness/standard';
import { readCatalog, type ApplyRule, type Catalog, type NewObject, type Objection } from '#catalog';
import type { Ctx } from '#platform';
import { traitsOf } from './catalog-traits.ts';
import { previewStandard } from './core/preview.ts';
import { compileStandards, type Standards, type Traits } from './core/standards.ts';
import { measuredOf } from './measured.ts';
import { loadValues, type StoredValues } from './store/value-store.ts';

/** As after the apply, but for what is measured: that is of now. */
interface Around {
  readonly catalog: Catalog;
  readonly traits: ReadonlyMap<string, Traits>;
  readonly measures: readonly CatalogObject<'Measure'>[];
  readonly values: () => Promise<StoredValues>;
}

const namedMax = 5;

/**
 * Warns of standards that are applied from files, as their editor does on screen: of one that applies to no product, and of the products that
 * would fail one that is made stricter. For one apply: what it needs is read once.
 */
export function sayOfStandards(): ApplyRule {
  let around: Promise<Around> | undefined;
  return async (ctx, object, all) => {
    if (object.kind !== 'Standard') return [];
    around ??= readAround(ctx, all);
    return objectionsTo(await around, object);
  };
}

async function readAround(ctx: Ctx, all: readonly NewObject[]): Promise<Around> {
  const catalog = await readCatalog(ctx.env);
  const replaced = new Set(all.map(({ kind, name }) => `${kind}/${name}`));
  const then = catalog.of([
    ...catalog.all().filter(({ kind, name }) => !replaced.has(`${kind}/${name}`)),
    ...all.map((object) => ({ ...object, generation: 0, updatedAt: '' })),
  ]);
  let values: Promise<StoredValues> | undefined;
  return {
    ...{ catalog, traits: traitsOf(then), measures: then.list('Measure') },
    values: async () => (values ??= loadValues(ctx.env.databases[ctx.pool])),
  };
}

async function objectionsTo(
  { catalog, traits, measures, values }: Around,
  { name, spec }: Extract<NewObject, { kind: 'Standard' }>,
): Promise<Objection[]> {
  const standards = compileStandards([{ name, spec }], measures);
  const [after] = standards.list;
  // A rule that cannot be read is refused by what stores it.
  if (after === undefined || after.rule === null || traits.size === 0) return [];
  const known = catalog.get('Standard', name);
  const products = async () => {
    const stored = await values();
    return [...traits.values()].map((each) => [each, measuredOf(stored.get(each.name))] as const);
  };
  if (known === undefined || isSame(known.spec, spec)) {
    const { applies } = previewStandard(
      standards,
      { before: null, after },
      [...traits.values()].map((each) => [each, new Map()] as const),
    );
    return applies === 0 ? [appliesToNothing] : [];
  }
  const before = ruleBefore(standards, { name, spec: known.spec });
  const changed = previewStandard(standards, { before, after }, await products());
  if (changed.applies === 0) return [appliesToNothing];
  const failing = previewStandard(standards, { before: null, after }, await products()).newlyFailing;
  return [
    ...said('rule', changed.newlyFailing, (who) => `is newly failed by ${who}`),
    ...(isAskedOfMore(known.spec, spec)
      ? said('level', failing, (who) => `is asked of more products, and not met by ${who}`)
      : []),
  ];
}

const appliesToNothing: Objection = {
  ...{ path: ['spec', 'appliesTo'], message: 'applies to no product', enforce: 'warn' },
};

function said(field: string, names: readonly string[], words: (who: string) => string): Objection[] {
  if (names.length === 0) return [];
  const more = names.length - namedMax;
  const who = `${names.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${more} more products` : ''}`;
  return [{ path: ['spec', field], message: words(who), enforce: 'warn' }];
}

function ruleBefore({ book }: Standards, { name, spec }: { name: string; spec: StandardSpec }) {
  const rule = book.read(spec.rule);
  return { name, spec, rule: isFault(rule) ? null : rule };
}

/** A should that becomes a must, or a must of a lower rung than before. */
function isAskedOfMore(before: StandardSpec, after: StandardSpec): boolean {
  if (after.level === 'should') return false;
  return before.level === 'should' || rungs.indexOf(after.rung) < rungs.indexOf(before.rung);
}

function isSame(before: StandardSpec, after: StandardSpec): boolean {
  const part = ({ rule, appliesTo, level, rung }: StandardSpec) =>
    JSON.stringify([rule, appliesTo, level, rung]);
  return part(before) === part(after);
}
