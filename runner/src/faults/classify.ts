import type { FactRequest, Facts, Fault } from './facts.ts';
import { breaksOfTest, networkOf, saysBrowserBroke, saysNoBrowser, saysRunnerIsFull } from './signs.ts';

type Named = Omit<Fault, 'unanswered'>;
type Rule = (facts: Facts) => Named | null;

/**
 * Whose fault a failed run is. The rules stand in the order of how sure they are: the first that speaks decides. What nobody can explain
 * otherwise is the product's, since a user would see it too.
 */
export function classify(facts: Facts): Fault {
  const named = nameOf(facts);
  return { ...named, unanswered: named.class === 'product' && isUnanswered(facts) };
}

function nameOf(facts: Facts): Named {
  for (const rule of rules) {
    const named = rule(facts);
    if (named) return named;
  }
  return {
    class: 'product',
    why: 'What the check expects did not come, and nothing is wrong with the check, its runner or its network.',
  };
}

function isUnanswered({ requests, errors }: Facts): boolean {
  const asked = requests.length > 0 || networkOf(errors, requests).length > 0;
  return asked && !requests.some(isAnswered);
}

const rules: readonly Rule[] = [
  neverBegan,
  overItsLimit,
  withoutSecret,
  withoutBrowser,
  fullRunner,
  brokenBrowser,
  died,
  cutOff,
  failingProduct,
  unreachableProduct,
  brokenTest,
  starvedRunner,
  slowProduct,
  brokenPage,
  neverPassed,
];

function neverBegan({ how, errors }: Facts): Named | null {
  const first = firstLine(errors[0] ?? '');
  if (how === 'no-bundle') return { class: 'test', why: `The deployed project cannot be used: ${first}` };
  if (how === 'no-test') return { class: 'test', why: 'The deployed project has no such test (any more).' };
  if (how !== 'not-loaded') return null;
  if (saysNoBrowser(errors) || saysRunnerIsFull(errors)) return null;
  return { class: 'test', why: `The project could not be loaded: ${first}` };
}

function overItsLimit({ limit, runner, errors }: Facts): Named | null {
  if (limit === null) return null;
  const words = firstLine(errors[0] ?? 'It went over a limit.');
  if (limit === 'memory') return { class: 'harness', why: `${words} It was ended to save the others.` };
  if (limit === 'start' && isStarved(runner.starvedRatio)) {
    return { class: 'harness', why: 'Playwright did not get to start: the runner has too much to do.' };
  }
  return { class: 'test', why: `${words} It was ended with all that it had started.` };
}

function withoutSecret({ missingSecrets }: Facts): Named | null {
  if (missingSecrets.length === 0) return null;
  return { class: 'test', why: `The check names secrets that have no value: ${missingSecrets.join(', ')}.` };
}

function withoutBrowser({ how, errors }: Facts): Named | null {
  if (how !== 'no-browser' && !saysNoBrowser(errors)) return null;
  const first = firstLine(errors[0] ?? '');
  const [, browser, channel] =
    /doesn't exist at .*[\\/](firefox|webkit)-\d+|distribution '([\w-]+)' is not found/.exec(first) ?? [];
  const missing = browser ?? channel;
  const why =
    missing === undefined
      ? `The browser could not be started at the runner. ${first}`
      : `The runner has no ${missing}, which the test asks for. Run "npx playwright install ${missing}" there, or leave its Playwright project out of the deployed checks.`;
  return { class: 'harness', why };
}

function fullRunner({ errors, runner }: Facts): Named | null {
  if (!saysRunnerIsFull(errors) && runner.diskFull !== true) return null;
  return { class: 'harness', why: 'The runner is out of memory, disk or file handles.' };
}

function brokenBrowser({ errors, pageCrashed, browserGone }: Facts): Named | null {
  if (pageCrashed) return { class: 'harness', why: 'The page crashed in the browser.' };
  if (browserGone || saysBrowserBroke(errors)) {
    return { class: 'harness', why: 'The browser was gone in the middle of the run.' };
  }
  return null;
}

function died({ how }: Facts): Named | null {
  if (how !== 'died') return null;
  return {
    class: 'harness',
    why: 'The process of the run was gone without a word, as when memory runs out.',
  };
}

/** The network of the runner itself. */
function cutOff({ errors, requests, runner }: Facts): Named | null {
  const troubles = networkOf(errors, requests);
  if (troubles.length === 0) return null;
  if (troubles.some(({ kind }) => kind === 'own')) {
    return { class: 'environment', why: `The runner has no network: ${troubles[0]?.code ?? ''}.` };
  }
  if (troubles.some(({ kind }) => kind === 'name') && runner.dns === false) {
    return { class: 'environment', why: 'The runner resolves no names just now.' };
  }
  if (runner.route === false && !requests.some(isAnswered)) {
    return { class: 'environment', why: 'The runner reaches nothing at all just now.' };
  }
  return null;
}

function failingProduct({ requests }: Facts): Named | null {
  const failed = requests.findLast(({ status, isProduct }) => isProduct && status !== null && status >= 500);
  if (!failed) return null;
  return { class: 'product', why: `${short(failed.url)} answered ${failed.status}.` };
}

function unreachableProduct({ errors, requests }: Facts): Named | null {
  const trouble = networkOf(errors, requests)[0];
  if (!trouble) return null;
  const isOther = trouble.kind === 'name' && trouble.isProduct === false;
  if (isOther) return { class: 'test', why: `It opens an address that does not exist: ${trouble.code}.` };
  const what = trouble.url === null ? 'It' : short(trouble.url);
  return {
    class: 'product',
    why: `${what} could not be reached (${trouble.code}), and the network is fine otherwise.`,
  };
}

function brokenTest(facts: Facts): Named | null {
  const broken = breaksOfTest(facts);
  return broken === null ? null : { class: 'test', why: broken };
}

function starvedRunner({ isTimeOut, runner, requests }: Facts): Named | null {
  if (!isTimeOut || !isStarved(runner.starvedRatio) || requests.some(isSlow(2_000))) return null;
  return { class: 'harness', why: 'It ran out of time while the runner had too much to do.' };
}

function slowProduct({ isTimeOut, requests, timeoutMs }: Facts): Named | null {
  if (!isTimeOut) return null;
  const slow = requests.findLast(isSlow(Math.min(5_000, timeoutMs / 3)));
  if (!slow) return null;
  return { class: 'product', why: `${short(slow.url)} took ${Math.round(slow.durationMs)} ms.` };
}

function brokenPage({ pageErrors }: Facts): Named | null {
  const [first] = pageErrors;
  if (first === undefined) return null;
  return { class: 'product', why: `A script of the page failed: ${firstLine(first)}` };
}

function neverPassed({ hasPassedBefore, requests }: Facts): Named | null {
  if (hasPassedBefore !== false || requests.some(({ status }) => status !== null && status >= 400))
    return null;
  return {
    class: 'test',
    why: 'It has never passed since it was deployed, and every request was answered: it most likely looks for what is not there.',
  };
}

function isStarved(ratio: number | null): boolean {
  return ratio !== null && ratio >= 0.6;
}

function isAnswered({ status }: FactRequest): boolean {
  return status !== null;
}

function isSlow(ms: number): (request: FactRequest) => boolean {
  return ({ isProduct, durationMs }) => isProduct && durationMs >= ms;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}

function short(url: string): string {
  return URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}`.slice(0, 200) : url.slice(0, 200);
}
