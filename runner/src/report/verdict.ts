import type { Ended } from '../inside/messages.ts';

export interface Try {
  readonly retry: number;
  readonly at: number;
  readonly durationMs: number;
  readonly isPassed: boolean;
  /** Of the tests of a serial group in order; one of a single test. */
  readonly tests: readonly Ended[];
}

/** Tries of one run, the first first. One passes when every one of its `planned` tests ended as it says it should. */
export function triesOf(ended: readonly Ended[], planned: number): Try[] {
  const byRetry = new Map<number, Ended[]>();
  for (const one of ended) byRetry.set(one.retry, [...(byRetry.get(one.retry) ?? []), one]);
  return [...byRetry]
    .sort(([a], [b]) => a - b)
    .map(([retry, tests]) => {
      const at = Math.min(...tests.map((test) => test.at));
      const end = Math.max(...tests.map((test) => test.at + test.durationMs));
      const isPassed = tests.length >= planned && tests.every(({ isExpected }) => isExpected);
      return { retry, at, durationMs: end - at, isPassed, tests };
    });
}

/** Passed at last after a failure is `flaky`; nothing that ran is `failed`. */
export function verdictOf(tries: readonly Pick<Try, 'isPassed'>[]): 'passed' | 'failed' | 'flaky' {
  if (tries.at(-1)?.isPassed !== true) return 'failed';
  return tries.some(({ isPassed }) => !isPassed) ? 'flaky' : 'passed';
}
