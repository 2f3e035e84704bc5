import { cleanLine } from '../../marks.ts';
import type { Finding } from '../finding.ts';
import { findingAt, placesOf, type Reading } from '../reading.ts';
import { findable } from './findable.ts';
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
  const said = new Map(namesIn(names, text).map(({ item, name }) => [item, name]));
  return [...said].flatMap(([item, name]) =>
    placesOf(text, name).map((place) =>
      findingAt(reading, place, { rule, level: 'blocking', message: message(item), advice }),
    ),
  );
}

const namesIn = findable((name: string) => skeletonOf(cleanLine(name)));
