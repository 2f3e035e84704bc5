import type { Feature } from './case.ts';
import type { Reason } from './reasons.ts';
import type { HardRule, RuleHit } from './rules.ts';

const ofRule: Readonly<Record<HardRule, string>> = {
  'data-loss': 'Which data was lost, can it be brought back, and what would have kept it?',
  security: 'What was exposed, to whom, and how is that known?',
  'worst-severity': 'Which single change would have made this a smaller incident?',
  'cause-unknown': 'What is the cause? Which evidence was missing to say so at the time?',
};
const ofFeature: Readonly<Partial<Record<Feature, string>>> = {
  duration: 'Where did the time go between the first sign and the end?',
  updates: 'What kept the picture changing while it lasted?',
  cadence: 'What made this one so demanding, and who was kept from other work?',
  'noticed-late': 'Which check or alert would have noticed it earlier?',
  products: 'Why did it spread to other products, and where could it have stopped?',
  places: 'Why was more than one place hit at the same time?',
  'repeats-20': 'Is it the same cause as the last times? What became of the actions decided then?',
  'repeats-90': 'Is it the same cause as the last times? What became of the actions decided then?',
  teams: 'Who had to be found during the incident, and why were they not there from the start?',
  responders: 'What did so many people know that is not written down?',
  'found-by-people': 'Why did people notice it before a check did?',
  'cause-unknown': 'What is the cause? Which evidence was missing to say so at the time?',
  intervened: 'What did the intervention undo, and can that come back?',
  reopened: 'Why did it look resolved when it was not?',
  'new-kind': 'What is new about it: an interaction, a load, a change nobody expected?',
};

/** What a deep root cause analysis should answer, from why it was flagged; each question once, at most five. */
export function questionsOf(rules: readonly RuleHit[], reasons: readonly Reason[]): string[] {
  const asked = [
    ...rules.map(({ rule }) => ofRule[rule]),
    ...reasons.flatMap(({ feature }) => ofFeature[feature] ?? []),
    'What would have to change so that it cannot happen again, and who owns that?',
  ];
  return [...new Set(asked)].slice(0, 5);
}
