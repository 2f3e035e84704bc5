import type { Databases } from '#platform';

/** Pulls of this process that wait for work. */
const waiting = new WeakMap<Databases, Set<() => void>>();

/** Lets the pulls that wait in this process look again; those of other processes look within a second anyway. */
export function wakeRunners(databases: Databases): void {
  for (const wake of waiting.get(databases) ?? []) wake();
}

/** Resolves after `ms`, or when there may be work. */
export async function untilWoken(databases: Databases, ms: number): Promise<void> {
  const wakers = waiting.get(databases) ?? new Set();
  waiting.set(databases, wakers);
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  wakers.add(resolve);
  await promise;
  clearTimeout(timer);
  wakers.delete(resolve);
}
