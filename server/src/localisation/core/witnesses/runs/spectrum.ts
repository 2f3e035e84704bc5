import type { Facts } from '../../facts.ts';
import { clamp } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { isNear } from '../context/alerts.ts';
import { explainedBy, type Explained, type Group } from './explained.ts';
import { failingCheck, isTroubled } from './failing-check.ts';

/** Recent runs of all checks: whether those that go through a product fail more than those that do not, or those of one check alone. */
export const spectrum: Witness = {
  name: 'spectrum',
  travels: false,
  testify(facts) {
    const explained = explainedBy(facts);
    if (explained === null) return [];
    return facts.case.candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = facts.index.get(id);
      const said = kind === 'test' ? ofTest(facts, explained) : ofProduct(explained.products.get(id));
      if (candidate === undefined || said === null || kind === 'environment') return [];
      return [{ witness: 'spectrum', candidate, ...said }];
    });
  },
};

type Said = Pick<Testimony, 'llr' | 'sentence'> | null;

function ofProduct(group: Group | undefined): Said {
  return group === undefined ? null : { llr: group.llr, sentence: sentenceOf(group) };
}

function sentenceOf({ hits, beside, passing, isUnseen, through, uses }: Group): string {
  const failing = hits + beside[0];
  const counted = `takes part in ${hits} of ${failing} ${failing === 1 ? 'failure' : 'failures'} of runs, and in ${passing} ${passing === 1 ? 'run' : 'runs'} that passed`;
  if (isUnseen) return `What calls it ${counted}; of itself no run shows anything.`;
  if (uses === null || uses === through) return `It ${counted}.`;
  return `It ${counted}: if it is the cause, then by a part of it that ${uses} of its ${through} checks ${uses === 1 ? 'uses' : 'use'}.`;
}

/** What passes beside it says less of a product that somebody else complains of as well: it may not look where that is broken. */
const mostAgainstAlerts = 3.2;
const mostOfTest = 8;

/** Of a test nothing is said where it is not known which products it goes through: no other check can be held against it then. */
function ofTest(facts: Facts, explained: Explained): Said {
  const failing = failingCheck(facts);
  if (failing === null || failing.products.size === 0) return null;
  const { check, products } = failing;
  const { llr } = explained.of((run) => run.check === check, isTroubled);
  const beside = facts.case.runs.filter(
    (run) => run.check !== check && run.products.some((id) => products.has(id)),
  );
  return {
    llr: clamp(llr, 0, somebodyElseSays(facts, products) ? mostAgainstAlerts : mostOfTest),
    sentence: `Of other checks through the same products ${beside.filter(isTroubled).length} of ${beside.length} runs failed.`,
  };
}

/** Whether an alert of a product that took part began about when the trouble did. A test that fails by itself makes none. */
function somebodyElseSays({ case: { alerts, symptom } }: Facts, products: ReadonlySet<string>): boolean {
  return alerts.some(({ product, startedAt }) => products.has(product) && isNear(symptom.at - startedAt));
}
