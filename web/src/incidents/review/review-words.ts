import type { ActionAim, ActionState, FactorKind, ReviewPart } from '@fieldmarshal/contract/incidents/room';

export const factorWords: Readonly<Record<FactorKind, string>> = {
  trigger: 'Set it off',
  condition: 'Made it possible',
  detection: 'Hid it',
  response: 'Slowed its end',
};

export const aimWords: Readonly<Record<ActionAim, string>> = {
  prevent: 'Prevent it',
  detect: 'Notice it sooner',
  mitigate: 'Make it smaller',
  respond: 'Handle it better',
};

export const actionStateWords: Readonly<Record<ActionState, string>> = {
  open: 'open',
  doing: 'being done',
  done: 'done',
  dropped: 'dropped',
};

export const reviewHints: Readonly<Record<ReviewPart, string>> = {
  'what-happened': 'In a few sentences, for somebody who was not there.',
  detection: 'By what or whom, how long after it began, and what could have seen it sooner.',
  'went-well': 'What should stay as it is.',
  'went-badly': 'What cost time or made it worse; conditions, not people.',
  luck: 'What went well by chance and may not next time.',
  lessons: 'What others should know.',
};
