import type { Case } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { clamp, logBeta, logBinomial } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { explainedBy } from './explained.ts';
import { commonest, failingCheck, isTroubled, type FailingCheck } from './failing-check.ts';

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
      if (kind === 'test')
        return [{ witness: 'other-runs', candidate, ...ofTest(facts, failingCheck(facts)) }];
      return kind === 'environment'
        ? [{ witness: 'other-runs', candidate, ...ofEnvironment(facts, failing, passing) }]
        : [];
    });
  },
};

type Said = Pick<Testimony, 'llr' | 'sentence'>;

/**
 * How often a second try passes, as Beta distributions. A test that is at fault may fail at any rate, and a second try at the same one;
 * a product that is at fault fails it again, most of the time.
 */
const passesAgain = { test: [1, 1], product: [0.6, 4.4] } as const;

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

const mostOfBeginning = 6;
const mostOfTries = 4;

/** Nats of so many of these second tries passing. */
function ofTries(again: number, all: number, [passes, fails]: readonly [number, number]): number {
  return logBeta(again + passes, all - again + fails) - logBeta(passes, fails);
}

/** Before anything is known of them, one in so many runs of other checks is taken to fail for a reason of its own. */
const oneFailsIn = 200;
const weightOfThat = 100;
const mostOfChance = 6;

/**
 * A test that fails by itself makes no other fail. Nats against it, 0 or below: that so many of those that share products with it fail now,
 * as seldom as they did before it, beside any number of them being as likely.
 */
function byChance({ case: { runs: all } }: Facts, { check, troubled, products }: FailingCheck): number {
  const began = troubled.reduce((at, run) => Math.min(at, run.at), Infinity);
  const others = new Map<string, Run[]>();
  for (const run of all) {
    if (run.check === check || !run.products.some((id) => products.has(id))) continue;
    others.set(run.check, [...(others.get(run.check) ?? []), run]);
  }
  const before = [...others.values()].flat().filter(({ at }) => at < began);
  const failed = before.filter(({ passed }) => !passed).length;
  const rate = (failed + weightOfThat / oneFailsIn) / (before.length + weightOfThat);
  const now = [...others.values()].filter((runs) => failsNow(runs)).length;
  const chance =
    logBinomial(others.size, now) + now * Math.log(rate) + (others.size - now) * Math.log(1 - rate);
  return clamp(chance + Math.log(others.size + 1), -mostOfChance, 0);
}

/** It passed before. */
function failsNow(runs: readonly Run[]): boolean {
  const newest = runs.reduce((latest, run) => (run.at > latest.at ? run : latest));
  return !newest.passed && runs.some(({ passed }) => passed);
}

/** Whether the failing check passes when it is tried again, and failed now and then all along. */
function ofTest(facts: Facts, failing: FailingCheck | null): Said {
  if (failing === null) return { llr: -1, sentence: 'No run of this check is among those looked at.' };
  const { runs, troubled } = failing;
  const again = troubled.filter(({ flaky }) => flaky).length;
  const tries =
    ofTries(again, troubled.length, passesAgain.test) - ofTries(again, troubled.length, passesAgain.product);
  return {
    llr: clamp(tries, -mostOfTries, mostOfTries) + asAlways(runs) + byChance(facts, failing),
    sentence: `Of its ${troubled.length} runs in trouble, ${again} passed at a second try; ${runs.length - troubled.length} others passed.`,
  };
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
