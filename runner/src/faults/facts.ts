import type { FaultClass } from '@fieldmarshal/contract/checks';
import type { Limit } from '../batch/limits.ts';

/** What is known of a run that failed. Plain data: the class is a pure function of it. */
export interface Facts {
  /**
   * How it came to its end. `ended`: Playwright says it failed. `no-bundle`: it could not be made ready. `no-test`: the bundle has no
   * such test. `not-loaded`: the project could not be loaded. `no-browser`: there is none, or it does not start. `killed`: it went over a
   * limit. `died`: it was gone without a word.
   */
  readonly how: 'ended' | 'no-bundle' | 'no-test' | 'not-loaded' | 'no-browser' | 'killed' | 'died';
  readonly limit: Limit | null;
  /** Of the last try, the first first. */
  readonly errors: readonly string[];
  /** Of the step that failed, such as `expect` or `pw:api`; null where it is the body of the test itself. */
  readonly failedCategory: string | null;
  readonly isTimeOut: boolean;
  readonly requests: readonly FactRequest[];
  readonly pageCrashed: boolean;
  readonly browserGone: boolean;
  /** An error that nobody caught in the page. */
  readonly pageErrors: readonly string[];
  readonly missingSecrets: readonly string[];
  readonly runner: RunnerFacts;
  /** Whether this test of this very bundle has passed here before; null where that is not known. */
  readonly hasPassedBefore: boolean | null;
  readonly timeoutMs: number;
}

export interface FactRequest {
  readonly url: string;
  readonly status: number | null;
  readonly failure: string | null;
  readonly durationMs: number;
  /** Of a product, or of the address that the check is pointed at. */
  readonly isProduct: boolean;
}

/** How the runner itself was while the run failed; null where it was not looked at. */
export interface RunnerFacts {
  /** The resolver answers, be it with "no such name". */
  readonly dns: boolean | null;
  /** Something else than what is looked at could be reached. */
  readonly route: boolean | null;
  /** 0..1 of the time in which its processes wanted to run and could not. */
  readonly starvedRatio: number | null;
  readonly memoryRatio: number | null;
  readonly diskFull: boolean | null;
}

export interface Fault {
  readonly class: FaultClass;
  /** One sentence for people. */
  readonly why: string;
  /** The product's, where nothing that the run looks at answered: it may be the way there as well. */
  readonly unanswered: boolean;
}
