import type { Order } from '@fieldmarshal/contract/checks';

/** Orders that may run in one process: the same bundle with the same secrets, for nobody must see another's. */
function batchKey({ bundle, environment, timeoutMs, retries, variables, secrets }: Order): string {
  const sorted = (record: Readonly<Record<string, string>>) =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    bundle?.digest,
    environment,
    timeoutMs,
    retries,
    sorted(variables),
    sorted(secrets),
  ]);
}

/** Most of one batch: what waits longer than this takes to run should go to another lane. */
export const batchMax = 20;

/**
 * The batch to run next: that of the order which waits longest, with all that fit it, in their order. An order that was in a batch that
 * broke down (`alone`) goes by itself.
 */
export function nextBatch(waiting: readonly Order[], alone: ReadonlySet<string>): Order[] {
  const [first] = waiting;
  if (!first) return [];
  if (alone.has(first.id)) return [first];
  const key = batchKey(first);
  return waiting.filter((order) => !alone.has(order.id) && batchKey(order) === key).slice(0, batchMax);
}
