import type { ReviewPart } from '../words.ts';

/** The headings of a review's parts, on screen and in exports. */
export const reviewPartTitles: Readonly<Record<ReviewPart, string>> = {
  'what-happened': 'What happened',
  detection: 'How it was noticed',
  'went-well': 'What went well',
  'went-badly': 'What went badly',
  luck: 'Where we were lucky',
  lessons: 'What we learnt',
};
