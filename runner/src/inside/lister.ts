import type { Reporter, Suite, TestCase, TestError, TestRun } from '@playwright/test/reporter';
import type { ListedTest } from './messages.ts';
import { inProject, say, spokenError } from './say.ts';
import { projectOf, serialGroupOf, titlesOf } from './select.ts';

/** Says what a project offers as checks. Projects that only prepare others or clean up after them are none. */
// oxlint-disable-next-line import/no-default-export
export default class Lister implements Reporter {
  readonly #root = process.cwd();

  printsToStdio(): boolean {
    return false;
  }

  preprocess({ suite, testRun }: { suite: Suite; testRun: TestRun }): Promise<void> {
    const projects = suite.suites.flatMap((one) => one.project() ?? []);
    const serving = new Set(
      projects.flatMap(({ dependencies, teardown }) => [
        ...dependencies,
        ...(teardown === undefined ? [] : [teardown]),
      ]),
    );
    const groups = new Map<Suite | TestCase, TestCase[]>();
    for (const test of suite.allTests()) {
      if (serving.has(projectOf(test))) continue;
      const unit = serialGroupOf(test, (one) => testRun.mode(one)) ?? test;
      groups.set(unit, [...(groups.get(unit) ?? []), test]);
    }
    say({ type: 'listed', tests: [...groups].flatMap(([unit, tests]) => this.#listed(unit, tests)) });
    return Promise.resolve();
  }

  onError(error: TestError): void {
    const spoken = spokenError(error, this.#root);
    say({ type: 'trouble', error: { ...spoken, message: inWords(spoken.message) } });
  }

  #listed(unit: Suite | TestCase, tests: readonly TestCase[]): ListedTest[] {
    const [first] = tests;
    if (!first) return [];
    return [
      {
        playwrightProject: projectOf(first),
        file: inProject(first.location.file, this.#root),
        line: first.location.line,
        title: unit === first ? titlesOf(first) : unit.titlePath().slice(3),
        tags: [...new Set(tests.flatMap(({ tags }) => tags))],
        timeoutMs: sumOf(tests.map(({ timeout }) => timeout)),
        retries: first.retries,
        browser: browserOf(first),
        isSkipped: tests.every(({ expectedStatus }) => expectedStatus === 'skipped'),
      },
    ];
  }
}

/** Playwright speaks of an option that the project does not have. */
function inWords(message: string): string {
  const [, focused] = /focused with '\.only' is not allowed .*: "(.*)"/.exec(message) ?? [];
  if (focused === undefined) return message;
  return `"${focused}" is focused with ".only", so that no other test of the project would be run. Take ".only" out; "checks test --only" runs some of them here.`;
}

/** The one of its project; undefined for the Chromium that every runner has. */
function browserOf(test: TestCase): string | undefined {
  const { channel, browserName, defaultBrowserType } = test.parent.project()?.use ?? {};
  const name = browserName ?? defaultBrowserType ?? 'chromium';
  if (name !== 'chromium') return name;
  return channel === undefined || channel === 'chromium' ? undefined : channel;
}

/** 0 is no limit, and so is a sum with one. */
function sumOf(timeouts: readonly number[]): number {
  return timeouts.includes(0) ? 0 : timeouts.reduce((total, timeout) => total + timeout, 0);
}
