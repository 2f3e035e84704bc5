import type { Case } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { clamp } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { isNear } from '../context/alerts.ts';
import { explainedBy } from './explained.ts';

type Run = Case['runs'][number];

/** Whether failures follow the check or the runner rather than any product: what else could fail. */
export const otherRuns: Witness = {
  name: 'other-runs',
  travels: false,
  testify(facts) {
    const { runs, candidates } = facts.case;
    const failing = runs.filter(({ passed }) => !passed);
    const passing = runs.filter(({ passed }) => passed);
    if (failing.length === 0 || passing.length === 0) return [];
    return candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = facts.index.get(id);
      if (candidate === undefined) return [];
      if (kind === 'test') return [{ witness: 'other-runs', candidate, ...ofTest(facts, runs) }];
      return kind === 'environment'
        ? [{ witness: 'other-runs', candidate, ...ofEnvironment(facts, failing, passing) }]
        : [];
    });
  },
};

type Said = Pick<Testimony, 'llr' | 'sentence'>;

/** The value that most of the runs have, and how many of them. */
function commonest(runs: readonly Run[], of: (run: Run) => string): { value: string; share: number } {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(of(run), (counts.get(of(run)) ?? 0) + 1);
  const [value = '', count = 0] =
    [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [];
  return { value, share: count / Math.max(1, runs.length) };
}

/** How often a second try passes where the test is at fault, and where a product is that fails now and then. */
const passesAgain = { test: 0.7, product: 0.2 } as const;
const mostOfTries = 4;

/**
 * A test that fails by itself now and then does so all along. One that passed time after time and then fails each time began to: something
 * around it changed. Nats against the test, 0 or below: failures at one rate over all of its runs, beside a beginning at any of them.
 */
function asAlways(own: readonly Run[]): number {
  const runs = own.toSorted((a, b) => a.at - b.at);
  const first = runs.findIndex(isTroubled);
  const after = runs.slice(first);
  if (first < 1 || after.some((run) => !isTroubled(run) || run.flaky)) return 0;
  const rate = after.length / runs.length;
  const nats = after.length * Math.log(rate) + first * Math.log(1 - rate) + Math.log(runs.length);
  return clamp(nats, -mostOfBeginning, 0);
}

const mostOfBeginning = 4;

/** The failing check fails more than what goes through any product does, and passes when it is tried again. */
function ofTest(facts: Facts, runs: readonly Run[]): Said {
  const { step } = facts.case;
  const troubled = runs.filter(isTroubled);
  const check = step?.check ?? commonest(troubled, (run) => run.check).value;
  const own = troubled.filter((run) => run.check === check);
  if (own.length === 0) return { llr: -1, sentence: 'No run of this check is among those looked at.' };
  const products = new Set(own.flatMap((run) => run.products));
  const beside = runs.filter((run) => run.check !== check && run.products.some((id) => products.has(id)));
  const again = own.filter(({ flaky }) => flaky).length;
  const tries =
    again * Math.log(passesAgain.test / passesAgain.product) +
    (own.length - again) * Math.log((1 - passesAgain.test) / (1 - passesAgain.product));
  if (products.size === 0)
    return {
      llr: clamp(tries, -mostOfTries, mostOfTries),
      sentence: `Of its failures ${shareOf(again, own.length)} % passed at a second try; it is not known which products it goes through, so no other check can be held against it.`,
    };
  // On the scale of what products explain of the same runs: where one of them explains more, it is less likely the test.
  const nats = explainedBy(facts)?.of((run) => run.check === check, isTroubled).llr ?? 0;
  const most = somebodyElseSays(facts, products) ? mostAgainstAlerts : 8;
  return {
    llr:
      clamp(nats, 0, most) +
      clamp(tries, -mostOfTries, mostOfTries) +
      asAlways(runs.filter((run) => run.check === check)),
    sentence: `Of its failures ${shareOf(again, own.length)} % passed at a second try; of other checks through the same products ${beside.filter(isTroubled).length} of ${beside.length} runs failed.`,
  };
}

function shareOf(part: number, whole: number): number {
  return Math.round((part / whole) * 100);
}

/** What passes beside it says less of a product that somebody else complains of as well: it may not look where that is broken. */
const mostAgainstAlerts = 2;

/** Whether an alert of a product that took part began about when the trouble did. A test that fails by itself makes none. */
function somebodyElseSays({ case: { alerts, symptom } }: Facts, products: ReadonlySet<string>): boolean {
  return alerts.some(({ product, startedAt }) => products.has(product) && isNear(symptom.at - startedAt));
}

/** It failed, at least at first. */
function isTroubled({ passed, flaky }: Run): boolean {
  return !passed || flaky;
}

/** Whatever a runner runs fails, whichever products it goes through, while other runners pass. */
function ofEnvironment(facts: Facts, failing: readonly Run[], passing: readonly Run[]): Said {
  const { value: runner, share } = commonest(failing, (run) => run.runner);
  const own = failing.filter((run) => run.runner === runner);
  const checks = new Set(own.map((run) => run.check)).size;
  const passedThere = passing.filter((run) => run.runner === runner);
  const there = passedThere.length;
  // Where twice as much passes there while it fails, it can run checks.
  const beganAt = own.reduce((at, run) => Math.min(at, run.at), Infinity);
  const isWell = passedThere.filter(({ at }) => at >= beganAt).length >= 2 * own.length;
  const elsewhere = [
    failing.length - own.length,
    failing.length - own.length + passing.length - there,
  ] as const;
  const nats =
    explainedBy(facts)?.of(
      (run) => run.runner === runner,
      ({ passed }) => !passed,
    ).llr ?? 0;
  if (share < 0.7 || checks < 2 || elsewhere[1] === 0 || nats <= 0 || isWell)
    return { llr: -1, sentence: 'Failures do not follow one runner.' };
  return {
    llr: clamp(nats, 0, 8),
    sentence: `${own.length} of ${own.length + there} runs on ${runner} failed, of ${checks} checks, and ${elsewhere[0]} of ${elsewhere[1]} elsewhere.`,
  };
}
