import type { AnyCatalogObject, FieldChange, Kind, ObjectChange } from '@fieldmarshal/contract/catalog';
import { isGroup, isList, isSame } from './equal.ts';
import type { NewObject } from './new-object.ts';

/** What must be stored and removed to get from one catalog to another. */
export interface Plan {
  readonly upserts: readonly { readonly before: AnyCatalogObject | undefined; readonly after: NewObject }[];
  readonly removals: readonly AnyCatalogObject[];
  readonly unchanged: number;
  /** The catalog afterwards. */
  readonly result: readonly NewObject[];
}

/**
 * What must be stored and removed so that the objects which `owns` names are exactly `wanted`; all others stay.
 */
export function planOwned(
  stored: readonly AnyCatalogObject[],
  wanted: readonly NewObject[],
  owns: (object: AnyCatalogObject) => boolean,
): Plan {
  const plan = planApply(stored, wanted, false);
  const keys = new Set(wanted.map(keyOf));
  const removals = stored.filter((object) => owns(object) && !keys.has(keyOf(object)));
  const removed = new Set(removals.map(keyOf));
  return { ...plan, removals, result: plan.result.filter((object) => !removed.has(keyOf(object))) };
}

/** `prune` also removes the objects from files that are not among `wanted`. Objects made in the UI or by the API stay. */
export function planApply(
  stored: readonly AnyCatalogObject[],
  wanted: readonly NewObject[],
  prune: boolean,
): Plan {
  const before = new Map(stored.map((object) => [keyOf(object), object]));
  const wantedKeys = new Set(wanted.map(keyOf));
  const upserts = wanted
    .map((after) => ({ before: before.get(keyOf(after)), after }))
    .filter((pair) => pair.before === undefined || !isUnchanged(pair.before, pair.after));
  const others = stored.filter((object) => !wantedKeys.has(keyOf(object)));
  const removals = prune ? others.filter((object) => isFromFile(object)) : [];
  const removed = new Set(removals);
  return {
    upserts,
    removals,
    unchanged: wanted.length - upserts.length,
    // Wanted last: where one clashes with a stored object, the fault is found in the files.
    result: [...others.filter((object) => !removed.has(object)), ...wanted],
  };
}

export function keyOf(object: { readonly kind: Kind; readonly name: string }): string {
  return `${object.kind}/${object.name}`;
}

/** Objects from files are changed where they come from, and nowhere else. */
export function isFromFile({ origin }: Pick<AnyCatalogObject, 'origin'>): boolean {
  return origin.from === 'file' || origin.from === 'backstage';
}

/** Objects that come from somewhere else than this screen or its API: from files, or with a deployed project. */
export function isFromElsewhere(object: Pick<AnyCatalogObject, 'origin'>): boolean {
  return isFromFile(object) || object.origin.from === 'deploy';
}

function isUnchanged(before: NewObject, after: NewObject): boolean {
  return (
    isSame(before.spec, after.spec) &&
    isSame(before.labels, after.labels) &&
    isSame(before.origin, after.origin)
  );
}

/** The difference as people read it: removals last, since they are the ones to look at twice. */
export function changesOf(plan: Plan): ObjectChange[] {
  return [
    ...plan.upserts.map(({ before, after }): ObjectChange => ({
      action: before ? 'update' : 'create',
      ...headOf(after),
      fields: before ? fieldChanges(shown(before), shown(after)) : [],
    })),
    ...plan.removals.map((object): ObjectChange => ({ action: 'delete', ...headOf(object), fields: [] })),
  ];
}

function headOf({ kind, name, origin }: NewObject): Pick<ObjectChange, 'kind' | 'name' | 'file'> {
  return { kind, name, ...(origin.path === undefined ? {} : { file: origin.path }) };
}

/** What people see of an object in differences and in the audit log. */
export function shown({ labels, spec, origin }: NewObject): Readonly<Record<string, unknown>> {
  return { labels, spec, origin };
}

/** The fields that differ, each at the deepest place that names it; lists of plain values as a whole. */
export function fieldChanges(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (isSame(before, after)) return [];
  if (isGroup(before) && isGroup(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => fieldChanges(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (isList(before) && isList(after) && [...before, ...after].every((item) => isGroup(item))) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => fieldChanges(before[i], after[i], `${path}[${i}]`)).flat();
  }
  return [
    {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}
