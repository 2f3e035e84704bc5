import { cleanLine } from '../../marks.ts';
import type { Finding } from '../finding.ts';
import { findingAt, placesOf, type Reading } from '../reading.ts';
import { skeletonOf } from './skeleton.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

export const advice = 'Say what users notice instead, or take it out.';

/** A finding for each place where one of the names stands, also in letters that only look like its own. */
export function named(
  reading: Reading,
  names: readonly string[],
  { rule, message }: { rule: Finding['rule']; message: (name: string) => string },
): Finding[] {
  const text = skeletonOf(reading.masked);
  return [...new Set(names)].flatMap((name) =>
    placesOf(text, skeletonOf(cleanLine(name))).map((place) =>
      findingAt(reading, place, { rule, level: 'blocking', message: message(name), advice }),
    ),
  );
}
