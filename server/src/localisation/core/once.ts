import type { Facts } from './facts.ts';

/** What several witnesses need of the same facts is worked out once. */
export function once<T>(find: (facts: Facts) => T): (facts: Facts) => T {
  const known = new WeakMap<Facts, { readonly found: T }>();
  return (facts) => {
    const before = known.get(facts);
    if (before !== undefined) return before.found;
    const found = find(facts);
    known.set(facts, { found });
    return found;
  };
}
