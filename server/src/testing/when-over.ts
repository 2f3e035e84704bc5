import { afterAll, onTestFinished, TestRunner } from 'vitest';

const endings: (() => unknown)[] = [];

/**
 * Has `end` run when the test that is running is over; outside of one, as in a `beforeAll`, when its file is. Last come, first ended.
 * An `afterAll` that is called while tests run is dropped in silence, and where files share a process nothing else ends what it was for.
 */
export function whenOver(end: () => unknown): void {
  if (TestRunner.getCurrentTest() === undefined) endings.push(end);
  else onTestFinished(async () => void (await end()));
}

/** Belongs in the set-up of each test file. */
export function endWithFile(): void {
  afterAll(async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  });
}
