/** Of what fails every other time, one in eight goes well so often in a row. */
const passesThatClear = 3;

/** A check in an environment, with whether its runs passed since something fails, the newest first. */
export interface Ran {
  readonly key: string;
  readonly environment: string;
  readonly passed: readonly boolean[];
}

/**
 * The keys of checks whose passes do not show that all is well, as what is wrong in their environment does not fail every time: somebody who
 * watches a product there says so (`degraded`), or a check failed, passed and failed again.
 */
export function tooFewPasses(ran: readonly Ran[], degraded: ReadonlySet<string>): Set<string> {
  const nowAndThen = new Set([
    ...degraded,
    ...ran.flatMap(({ environment, passed }) => (failedAgain(passed) ? [environment] : [])),
  ]);
  return new Set(
    ran.flatMap(({ key, environment, passed }) =>
      nowAndThen.has(environment) && inARow(passed) < passesThatClear ? [key] : [],
    ),
  );
}

function failedAgain(passed: readonly boolean[]): boolean {
  const lastFailure = passed.indexOf(false);
  const pass = passed.indexOf(true, lastFailure);
  return lastFailure >= 0 && pass >= 0 && passed.includes(false, pass);
}

function inARow(passed: readonly boolean[]): number {
  const failure = passed.indexOf(false);
  return failure < 0 ? passed.length : failure;
}
