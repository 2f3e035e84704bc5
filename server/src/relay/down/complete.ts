import { referencesOf } from '#catalog';
import type { AnyCatalogObject } from '@fieldmarshal/contract/catalog';

/** An object, and what of its spec a site is told. */
export interface Told {
  readonly object: AnyCatalogObject;
  readonly spec: object;
}

type Reference = ReturnType<typeof referencesOf>[number];

/** Rights on what is not here are none; a list of anything else that names nothing any more would mean everything. */
const rights = new Set(['clearances', 'scope']);

/**
 * Those that can stand without the others of the catalog: what names one that is not among them goes too, and what names it in a list of
 * several goes on without it.
 */
export function withWhatTheyName(all: readonly Told[]): Told[] {
  let kept = all;
  for (;;) {
    const names = new Set(kept.map(({ object }) => keyOf(object)));
    const missingOf = ({ object }: Told): Reference[] =>
      isNarrowed(object) ? [] : referencesOf(object).filter((named) => !names.has(keyOf(named)));
    const left = kept.filter((told) => canGoWithout(told.object, missingOf(told)));
    if (left.length === kept.length)
      return kept.map((told) => ({ ...told, spec: without(told.spec, missingOf(told)) }));
    kept = left;
  }
}

/** Of these, other environments were taken out already, entry by entry. */
function isNarrowed({ kind }: AnyCatalogObject): boolean {
  return kind === 'Check' || kind === 'Customer';
}

function keyOf({ kind, name }: Pick<Reference, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

function canGoWithout(object: AnyCatalogObject, missing: readonly Reference[]): boolean {
  const all = referencesOf(object);
  const hasOthers = missing.length < all.length;
  return missing.every(({ path }) => {
    if (typeof path.at(-1) !== 'number') return false;
    const list = listOf(path);
    const ofList = (references: readonly Reference[]) =>
      references.filter((each) => typeof each.path.at(-1) === 'number' && listOf(each.path) === list);
    // What is about checks that are elsewhere may be about products that are here; a time of work would be about all of them.
    if (list === 'checks' && hasOthers && object.kind !== 'MaintenanceWindow') return true;
    return rights.has(String(path[0])) || ofList(missing).length < ofList(all).length;
  });
}

function listOf(path: Reference['path']): string {
  return path.slice(0, -1).join('.');
}

/** The last of a list first, so that the places of the others stay. */
function without(spec: object, missing: readonly Reference[]): object {
  return missing.toReversed().reduce<object>((left, { path }) => changed(left, path), spec);
}

function changed(value: object, [head, ...rest]: Reference['path']): object {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return rest.length === 0
      ? items.filter((_, index) => index !== head)
      : items.map((item, index) => (index === head && isObject(item) ? changed(item, rest) : item));
  }
  const fields: [string, unknown][] = Object.entries(value);
  const inner = fields.find(([name]) => name === head)?.[1];
  return isObject(inner) ? { ...value, [String(head)]: changed(inner, rest) } : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
