/** How long things take, from the declaration on; `detect` is what came before it: from the first sign to the declaration. */
export const timeMeasures = [
  'detect',
  'acknowledge',
  'marshal',
  'assess',
  'message',
  'mitigate',
  'resolve',
] as const;
export type TimeMeasure = (typeof timeMeasures)[number];

/** Ends of the bands of a distribution, in milliseconds; the last band is open. */
export const bandEndsMs = [60_000, 300_000, 900_000, 3_600_000, 14_400_000, 86_400_000] as const;

/** Whose sign came first: of a check, of other monitoring, of people. */
export const finders = ['check', 'monitoring', 'people'] as const;
export type Finder = (typeof finders)[number];

/** Fewer values than this are shown as few: a quantile of them says little. */
export const fewMax = 10;
