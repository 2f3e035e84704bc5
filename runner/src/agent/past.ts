import type { Order } from '@fieldmarshal/contract/checks';

/** What this runner saw of a test since it started: whether it has passed with the very bundle that it runs now. */
export interface Past {
  hasPassed(order: Order): boolean | null;
  /** Whether its last run passed; what was never seen did not. */
  passedLast(order: Order): boolean;
  note(order: Order, isPassed: boolean): void;
}

const runsMin = 3;
const entriesMax = 20_000;

/** `false` only after some runs: a single failure of something new says nothing yet. */
export function openPast(): Past {
  const seen = new Map<string, { runs: number; passed: boolean; last: boolean }>();
  const keyOf = ({ bundle, check, environment }: Order): string =>
    `${bundle?.digest ?? ''} ${environment} ${check}`;
  return {
    hasPassed: (order) => {
      const entry = seen.get(keyOf(order));
      if (entry?.passed === true) return true;
      return entry !== undefined && entry.runs >= runsMin ? false : null;
    },
    passedLast: (order) => seen.get(keyOf(order))?.last ?? false,
    note: (order, isPassed) => {
      const key = keyOf(order);
      const entry = seen.get(key) ?? { runs: 0, passed: false, last: false };
      seen.delete(key);
      seen.set(key, { runs: entry.runs + 1, passed: entry.passed || isPassed, last: isPassed });
      if (seen.size > entriesMax) seen.delete(seen.keys().next().value ?? '');
    },
  };
}
