import type { Order } from '@fieldmarshal/contract/checks';

/** What this runner saw of a test since it started: whether it has passed with the very bundle that it runs now. */
export interface Past {
  hasPassed(order: Order): boolean | null;
  note(order: Order, isPassed: boolean): void;
}

const runsMin = 3;
const entriesMax = 20_000;

/** `false` only after some runs: a single failure of something new says nothing yet. */
export function openPast(): Past {
  const seen = new Map<string, { runs: number; passed: boolean }>();
  const keyOf = ({ bundle, check, environment }: Order): string =>
    `${bundle?.digest ?? ''} ${environment} ${check}`;
  return {
    hasPassed: (order) => {
      const entry = seen.get(keyOf(order));
      if (entry?.passed === true) return true;
      return entry !== undefined && entry.runs >= runsMin ? false : null;
    },
    note: (order, isPassed) => {
      const key = keyOf(order);
      const entry = seen.get(key) ?? { runs: 0, passed: false };
      seen.delete(key);
      seen.set(key, { runs: entry.runs + 1, passed: entry.passed || isPassed });
      if (seen.size > entriesMax) seen.delete(seen.keys().next().value ?? '');
    },
  };
}
