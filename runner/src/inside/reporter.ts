import { readFileSync } from 'node:fs';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
  TestRun,
  TestStep,
} from '@playwright/test/reporter';
import { inProject, leftOut, outputOf, say, spokenAttachments, spokenError, spokenSteps } from './say.ts';
import { selection, titlesOf } from './select.ts';
import { parseSettings, settingsVariable, type Settings, type Unit } from './settings.ts';

/** Says on the third file descriptor what happens, as lines of {@link Message}. Playwright wants a class, by default export. */
// oxlint-disable-next-line import/no-default-export
export default class BatchReporter implements Reporter {
  readonly #settings: Settings = parseSettings(readFileSync(process.env[settingsVariable] ?? '', 'utf8'));
  readonly #root = process.cwd();
  #units = new Map<string, Unit>();

  printsToStdio(): boolean {
    return false;
  }

  preprocess({ suite, testRun }: { config: FullConfig; suite: Suite; testRun: TestRun }): Promise<void> {
    const tests = suite.allTests();
    const chosen = selection(this.#settings.units, tests, ({ location }) => this.#inProject(location.file));
    const counts: Record<string, number> = {};
    const setUp = setUpProjects(suite);
    for (const test of tests) {
      const unit = chosen.get(test);
      if (unit) {
        this.#units.set(test.id, unit);
        counts[unit.id] = (counts[unit.id] ?? 0) + 1;
      } else if (!setUp.has(test.parent.project()?.name ?? '')) {
        testRun.exclude(test);
      }
    }
    say({ type: 'planned', units: counts });
    return Promise.resolve();
  }

  onTestBegin(test: TestCase, { retry, startTime }: TestResult): void {
    const unit = this.#units.get(test.id);
    say({ type: 'began', unit: unit?.id ?? '', test: test.id, retry, at: startTime.getTime() });
  }

  onStepBegin(test: TestCase, _result: TestResult, { title, category }: TestStep): void {
    const unit = this.#units.get(test.id);
    if (unit && ['test.step', 'pw:api', 'expect', 'hook'].includes(category)) {
      say({ type: 'at-step', unit: unit.id, title: title.slice(0, 1000) });
    }
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const unit = this.#units.get(test.id);
    if (unit) this.#ended(unit, { test, result });
    else if (result.status !== test.expectedStatus) this.#setUpFailed(test, result);
  }

  onError(error: TestError): void {
    say({ type: 'trouble', error: spokenError(error, this.#root) });
  }

  onEnd({ status }: FullResult): void {
    say({ type: 'done', status });
  }

  #ended(unit: Unit, { test, result }: { test: TestCase; result: TestResult }): void {
    say({
      type: 'ended',
      unit: unit.id,
      test: test.id,
      title: titlesOf(test).join(' › '),
      retry: result.retry,
      status: result.status,
      isExpected: result.status === test.expectedStatus,
      isLast: result.retry >= test.retries,
      at: result.startTime.getTime(),
      durationMs: Math.max(0, result.duration),
      errors: result.errors.map((error) => spokenError(error, this.#root)),
      steps: [...spokenSteps(result, this.#root), ...leftOut(test, result)],
      attachments: spokenAttachments(result),
      output: outputOf(result),
    });
  }

  #setUpFailed(test: TestCase, result: TestResult): void {
    say({
      type: 'set-up-failed',
      title: test.titlePath().filter(Boolean).join(' › '),
      retry: result.retry,
      errors: result.errors.map((error) => spokenError(error, this.#root)),
      attachments: spokenAttachments(result),
    });
  }

  #inProject(file: string): string {
    return inProject(file, this.#root);
  }
}

/** Projects that others depend on, or that clean up after them: Playwright runs these whole and does not let them be changed. */
function setUpProjects(suite: Suite): Set<string> {
  const projects = suite.suites.flatMap((one) => one.project() ?? []);
  return new Set(
    projects.flatMap(({ dependencies, teardown }) => [
      ...dependencies,
      ...(teardown === undefined ? [] : [teardown]),
    ]),
  );
}
