import { measure, type PastCase, type Raw, type RcaCase, type Vector } from './case.ts';
import { probabilityOf, type Model } from './model.ts';
import { rankIn } from './rank.ts';
import { reasonsOf, type Reason } from './reasons.ts';
import { ruleHits, type RuleHit } from './rules.ts';

/** What was found, with the features as they were then: later verdicts teach from these, not from what is known later. */
export interface Assessment {
  readonly raw: Raw;
  readonly vector: Vector;
  /** 0..1: how likely people of this organisation would want a deep root cause analysis. */
  readonly probability: number;
  readonly rules: readonly RuleHit[];
  readonly reasons: readonly Reason[];
}

/** Judges one incident against the closed ones of its organisation. Pure; under a millisecond for a thousand of them. */
export function assessRca(one: RcaCase, past: readonly PastCase[], model: Model): Assessment {
  const raw = measure(one, past);
  const vector = rankIn(raw, past);
  const rules = ruleHits(one);
  return {
    raw,
    vector,
    probability: probabilityOf(vector, model),
    rules,
    reasons: reasonsOf({ one, past, raw, vector, model }, rules),
  };
}

/** From here on an incident is worth showing on its score alone. */
export const flagThreshold = 0.4;
/** Share of a week's incidents that may be shown, and how many at least: who is shown everything looks at nothing. */
const budgetShare = 0.2;
const budgetMin = 2;
/** So sure that the budget does not hold it back. */
const sure = 0.8;

export interface Week {
  /** Incidents resolved in the seven days until now, this one included. */
  readonly resolved: number;
  /** Of these, already flagged without a rule. */
  readonly flagged: number;
}

export type FlagDecision = 'rule' | 'score' | 'over-budget' | 'below';

/** Whether it is shown. Rules always are, and do not use up the budget. */
export function decideFlag({ probability, rules }: Assessment, { resolved, flagged }: Week): FlagDecision {
  if (rules.length > 0) return 'rule';
  if (probability < flagThreshold) return 'below';
  const budget = Math.max(budgetMin, Math.ceil(resolved * budgetShare));
  return probability >= sure || flagged < budget ? 'score' : 'over-budget';
}
