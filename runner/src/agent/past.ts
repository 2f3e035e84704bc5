import type { Order, Verdict } from '@fieldmarshal/contract/checks';

/** What this runner saw of a test since it started: whether it has passed with the very bundle that it runs now. */
export interface Past {
  hasPassed(order: Order): boolean | null;
  /**
   * Whether its next run is watched without a film strip: it passed last, and has not failed or been flaky in the {@link watchedRuns} runs
   * before that. What was never seen is not steady.
   */
  isSteady(order: Order): boolean;
  note(order: Order, verdict: Verdict): void;
}

const runsMin = 3;
/** So many runs after a failure are watched closely: what failed once in a while is likelier to fail again. */
const watchedRuns = 20;
const entriesMax = 20_000;

/** `false` only after some runs: a single failure of something new says nothing yet. */
export function openPast(): Past {
  const seen = new Map<string, { runs: number; passed: boolean; watchedLeft: number }>();
  const keyOf = ({ bundle, check, environment }: Order): string =>
    `${bundle?.digest ?? ''} ${environment} ${check}`;
  return {
    hasPassed: (order) => {
      const entry = seen.get(keyOf(order));
      if (entry?.passed === true) return true;
      return entry !== undefined && entry.runs >= runsMin ? false : null;
    },
    isSteady: (order) => seen.get(keyOf(order))?.watchedLeft === 0,
    note: (order, verdict) => {
      const key = keyOf(order);
      const entry = seen.get(key) ?? { runs: 0, passed: false, watchedLeft: 0 };
      const watchedLeft = verdict === 'passed' ? Math.max(0, entry.watchedLeft - 1) : watchedRuns;
      seen.delete(key);
      seen.set(key, { runs: entry.runs + 1, passed: entry.passed || verdict !== 'failed', watchedLeft });
      if (seen.size > entriesMax) seen.delete(seen.keys().next().value ?? '');
    },
  };
}
