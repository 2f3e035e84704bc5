import type { Env } from '#platform';
import type { StoredDelivery } from '../store.ts';

/** An attempt that a commit of this process opened and that its worker is about to make. */
interface Begun {
  readonly delivery: StoredDelivery;
  /** On the monotonic clock: when the commit that opened it was begun, so that a pause in the middle of it counts. */
  readonly at: number;
}

const byEnv = new WeakMap<Env, Map<string, Begun>>();
/** Beyond this the oldest are forgotten; a forgotten one counts as cut off and is sent again, never lost. */
const entriesMax = 5_000;

export function rememberBegun(env: Env, at: number, delivery: StoredDelivery): void {
  const all = byEnv.get(env) ?? new Map<string, Begun>();
  byEnv.set(env, all);
  all.set(delivery.id, { delivery, at });
  const oldest = all.size > entriesMax ? all.keys().next().value : undefined;
  if (oldest !== undefined) all.delete(oldest);
}

/** The attempt this process has opened and nobody has made; taken once. `null` = opened by somebody else, or not at all. */
export function takeBegun(env: Env, id: string): Begun | null {
  const all = byEnv.get(env);
  const begun = all?.get(id) ?? null;
  all?.delete(id);
  return begun;
}
