import type { RcaCase, Shown } from './case.ts';

export type HardRule = 'data-loss' | 'security' | 'worst-severity' | 'cause-unknown';

export interface RuleHit {
  readonly rule: HardRule;
  readonly text: string;
  readonly evidence: string;
}

/** Rules that flag whatever the score says; they are always shown as rules. */
export function ruleHits(one: RcaCase): RuleHit[] {
  const hits: RuleHit[] = [];
  const add = (rule: HardRule, shown: Shown<boolean> | null, text: string) => {
    if (shown?.value === true) hits.push({ rule, text, evidence: shown.evidence });
  };
  add('data-loss', one.dataLoss, 'Data was lost, or may have been.');
  add('security', one.security, 'It touched security.');
  if (one.severity?.value === 3)
    hits.push({
      rule: 'worst-severity',
      text: 'It had the worst severity.',
      evidence: one.severity.evidence,
    });
  if ((one.severity?.value ?? 0) >= 2)
    add('cause-unknown', one.causeUnknown, 'It was resolved while the cause was not known.');
  return hits;
}
