import { runLimits, type NewRunReport, type Order } from '@fieldmarshal/contract/checks';
import { limitWords, type Limits } from '../batch/limits.ts';
import type { LaneOutcome } from '../batch/lane.ts';
import type { UnitOutcome } from '../batch/run-batch.ts';
import { classify } from '../faults/classify.ts';
import type { Facts, RunnerFacts } from '../faults/facts.ts';
import type { SpokenError } from '../inside/messages.ts';
import type { Observed } from '../inside/observed.ts';
import { clamped, consoleOf, errorOf, requestsOf, sound } from './parts.ts';
import { measuresOf } from './measures.ts';
import { stepsOf, type Steps } from './steps.ts';
import { triesOf, verdictOf, type Try } from './verdict.ts';

export interface Finished {
  readonly order: Order;
  readonly outcome: LaneOutcome;
  readonly unit: UnitOutcome;
  readonly observed: readonly Observed[];
  readonly runner: RunnerFacts;
  readonly hasPassedBefore: boolean | null;
  readonly limits: Limits;
}

/** What is said of one run of a batch, before artefacts are added and secrets are masked. Pure. */
export function reportOf(finished: Finished): NewRunReport {
  const { order, outcome, unit } = finished;
  const tries = triesOf(unit.ended, unit.planned ?? 1);
  const startedAt = tries[0]?.at ?? unit.open?.at ?? outcome.startedAt;
  const isWhole = unit.open === null && tries.length > 0;
  const verdict = isWhole ? verdictOf(tries) : 'failed';
  const last = tries.at(-1);
  const seen = finished.observed.filter(({ retry }) => last === undefined || retry === last.retry);
  const steps = stepsOf(last?.tests.flatMap((test) => test.steps) ?? [], startedAt);
  const requests = requestsOf(seen, { startedAt, patterns: order.urlPatterns });
  const errors = errorsOf(finished, last);
  const error = errors[0] ?? null;
  const facts = verdict === 'failed' ? factsOf(finished, { errors, steps, seen, requests, last }) : null;
  return {
    id: order.id,
    attempt: order.attempt,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: clamped(endOf(tries, outcome) - startedAt),
    verdict,
    fault: facts ? soundFault(classify(facts)) : null,
    error: verdict === 'failed' && error ? errorOf(error) : null,
    failedStep: verdict === 'failed' ? (steps.failedStep ?? lastStep(steps)) : null,
    tries: tries.slice(0, runLimits.tries).map((one) => tryOf(one, startedAt)),
    steps: steps.steps,
    requests,
    console: consoleOf(seen, startedAt).slice(0, runLimits.console),
    measures: measuresOf(last?.tests ?? []),
    cut: cutOf(finished, { steps, seen, last }),
  };
}

/** Where a try was when its time was over: no step of it failed by itself. */
function lastStep({ steps }: Steps): number | null {
  const index = steps.findLastIndex(
    ({ category, title }) => category !== 'hook' && title !== 'Close context',
  );
  return index < 0 ? null : index;
}

function soundFault({ why, ...fault }: ReturnType<typeof classify>): NonNullable<NewRunReport['fault']> {
  return { ...fault, why: sound(why, 1000) };
}

function endOf(tries: readonly Try[], { endedAt }: LaneOutcome): number {
  const last = tries.at(-1);
  return last ? last.at + last.durationMs : endedAt;
}

function tryOf(
  { at, durationMs, isPassed, tests }: Try,
  startedAt: number,
): NonNullable<NewRunReport['tries']>[number] {
  const error = isPassed ? undefined : tests.flatMap(({ errors }) => errors)[0];
  return {
    atMs: clamped(at - startedAt),
    durationMs: clamped(durationMs),
    verdict: isPassed ? 'passed' : 'failed',
    error: error ? errorOf(error) : null,
  };
}

/** What is said first is what stopped it, then what the tests say, then what went wrong before any of them. */
function errorsOf({ outcome, unit, limits }: Finished, last: Try | undefined): SpokenError[] {
  const own = last?.tests.flatMap(({ errors }) => errors) ?? [];
  const plain = (message: string): SpokenError => ({ message, stack: null, location: null });
  if (outcome.stopped !== null && outcome.stopped !== 'stop' && (unit.open !== null || own.length === 0)) {
    const at = unit.open?.step ? ` It was at “${unit.open.step}”.` : '';
    return [plain(`${limitWords[outcome.stopped](limits)}${at}`), ...own];
  }
  if (own.length > 0) return own;
  const before = outcome.trouble.flatMap(({ errors }) => errors);
  if (before.length > 0) return before;
  if (unit.planned === 0) return [plain('There is no such test in the deployed project.')];
  if (outcome.browserTrouble !== null) return [plain(outcome.browserTrouble)];
  if (last?.isPassed === true) return [];
  if (unit.planned === null && typeof outcome.exit === 'number') {
    return [plain(outcome.output.trim().slice(0, 4000) || 'Playwright ended without a word.')];
  }
  return [
    plain(`Playwright ended (${String(outcome.exit)}) before the test did. ${outcome.output.slice(-2000)}`),
  ];
}

interface Read {
  errors: readonly SpokenError[];
  steps: Steps;
  seen: readonly Observed[];
  requests: NonNullable<NewRunReport['requests']>;
  last: Try | undefined;
}

function factsOf(finished: Finished, { errors, steps, seen, requests, last }: Read): Facts {
  const { order, outcome, unit, runner, hasPassedBefore } = finished;
  const failed = steps.failedStep === null ? undefined : steps.steps[steps.failedStep];
  const own = new Set(Object.values(order.variables).flatMap((value) => originOf(value) ?? []));
  return {
    how: howOf(outcome, unit),
    limit: outcome.stopped === 'stop' || unit.planned === 0 ? null : limitOf(outcome, unit),
    errors: errors.map(({ message }) => message),
    failedCategory: failed?.category ?? null,
    isTimeOut: last?.tests.some(({ status }) => status === 'timedOut') ?? false,
    requests: requests.map(({ url, status, failure, durationMs, product }) => ({
      url,
      status: status ?? null,
      failure: failure ?? null,
      durationMs,
      isProduct: (product ?? null) !== null || own.has(originOf(url) ?? ''),
    })),
    pageCrashed: seen.some(({ kind }) => kind === 'page-crashed'),
    browserGone: seen.some(({ kind, test }) => kind === 'browser-gone' && test !== null),
    pageErrors: seen.flatMap((one) => (one.kind === 'console' && one.level === 'uncaught' ? one.text : [])),
    missingSecrets: [],
    runner,
    hasPassedBefore,
    timeoutMs: order.timeoutMs,
  };
}

function limitOf({ stopped }: LaneOutcome, { open, ended }: UnitOutcome): Facts['limit'] {
  if (stopped === null || stopped === 'stop') return null;
  return open !== null || ended.length === 0 ? stopped : null;
}

function howOf(outcome: LaneOutcome, unit: UnitOutcome): Facts['how'] {
  if (unit.open === null && unit.ended.length > 0) return 'ended';
  if (outcome.stopped !== null) return 'killed';
  if (unit.planned === 0) return 'no-test';
  if (outcome.browserTrouble !== null) return 'no-browser';
  if (outcome.trouble.some(({ title }) => title !== null)) return 'ended';
  // An exit by itself before any test is a project that does not load; a process that is killed says nothing.
  const isLoading = unit.planned === null && (outcome.trouble.length > 0 || typeof outcome.exit === 'number');
  return isLoading ? 'not-loaded' : 'died';
}

function originOf(text: string | undefined): string | null {
  return text !== undefined && URL.canParse(text) ? new URL(text).origin : null;
}

function cutOf(
  _finished: Finished,
  { steps, seen, last }: { steps: Steps; seen: readonly Observed[]; last: Try | undefined },
): string[] {
  const requests = seen.filter(({ kind }) => kind === 'request').length;
  const skipped = last?.tests.some(({ status, isExpected }) => status === 'skipped' && isExpected) ?? false;
  return [
    ...(skipped ? ['The test skipped itself.'] : []),
    ...(steps.isCut ? [`Steps after the first ${runLimits.steps}.`] : []),
    ...(requests > runLimits.requests ? [`${requests - runLimits.requests} requests.`] : []),
  ];
}
