import type { HindsightAnswer } from '@fieldmarshal/contract/checks/court';

export const hindsightAnswers: readonly HindsightAnswer[] = ['wanted', 'missed', 'impossible'];

export const hindsightWords: Readonly<Record<HindsightAnswer, string>> = {
  wanted: 'Yes, a check is to be written',
  missed: 'One was there and missed it',
  impossible: 'No check could have',
};
