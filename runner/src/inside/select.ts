import type { Suite, TestCase } from '@playwright/test/reporter';
import type { Unit } from './settings.ts';

/** Which unit a test belongs to, where it was asked for. A unit without a project takes the first that has it. */
export function selection(
  units: readonly Unit[],
  tests: readonly TestCase[],
  fileOf: (test: TestCase) => string,
): Map<TestCase, Unit> {
  const chosen = new Map<TestCase, Unit>();
  for (const unit of units) {
    const found = tests.filter((test) => isOf(unit, { test, file: fileOf(test) }));
    const project = unit.playwrightProject ?? (found[0] === undefined ? '' : projectOf(found[0]));
    for (const test of found) if (projectOf(test) === project) chosen.set(test, unit);
  }
  return chosen;
}

function isOf({ file: wanted, title }: Unit, { test, file }: { test: TestCase; file: string }): boolean {
  const titles = titlesOf(test);
  return file === wanted && title.every((part, index) => titles[index] === part);
}

/** Titles of the describe blocks and of the test. */
export function titlesOf(test: TestCase): string[] {
  return test.titlePath().slice(3);
}

export function projectOf(test: TestCase): string {
  return test.titlePath()[1] ?? '';
}

/** The outermost serial group that holds a test, or its whole file: its tests stand on each other and make one check. */
export function serialGroupOf(
  test: TestCase,
  mode: (suite: Suite) => 'serial' | 'parallel' | 'default',
): Suite | null {
  let group: Suite | null = null;
  for (let suite: Suite | undefined = test.parent; suite !== undefined; suite = suite.parent) {
    const isGroup = suite.type === 'describe' || suite.type === 'file';
    if (isGroup && mode(suite) === 'serial') group = suite;
  }
  return group;
}
