/** Says whether a value has the type it names. Extra fields are allowed, so that an older reader survives a newer writer. */
export type Guard<T> = (value: unknown) => value is T;
type Guarded<G> = G extends Guard<infer T> ? T : never;
export type ShapeOf<G> = Guarded<G>;

export const isText: Guard<string> = (value) => typeof value === 'string';
export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);
export const isFlag: Guard<boolean> = (value) => typeof value === 'boolean';
export const isAnything: Guard<unknown> = (value): value is unknown => value !== undefined;

export function orNull<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

/** What entries of before it was kept have not. */
export function orAbsent<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function oneOf<const T extends string>(words: readonly T[]): Guard<T> {
  const known = new Set<unknown>(words);
  return (value): value is T => known.has(value);
}

export function listOf<T>(guard: Guard<T>): Guard<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every((item) => guard(item));
}

export function record<S extends Readonly<Record<string, Guard<unknown>>>>(
  fields: S,
): Guard<{ [K in keyof S]: Guarded<S[K]> }> {
  const entries = Object.entries(fields);
  return (value): value is { [K in keyof S]: Guarded<S[K]> } => {
    if (typeof value !== 'object' || value === null) return false;
    const found = new Map(Object.entries(value));
    return entries.every(([name, guard]) => guard(found.get(name)));
  };
}
