import { numbersOf, numberWordsOf } from '../numbers.ts';
import { sentenceAt } from '../sentences.ts';
import type { Finding } from './finding.ts';
import { findingAt, type Reading, type Rule } from './reading.ts';

/** Every number stands in a fact, whether it is written in digits or in words. */
export const numbers: Rule = (reading) => [
  ...numbersOf(reading.masked)
    .filter(({ value }) => !reading.numbers.has(value))
    .map(({ value, ...place }) => withoutFact(reading, place, { value, level: 'blocking' })),
  ...numberWordsOf(reading.masked, reading.language.code)
    .filter(({ value, word }) => !reading.numbers.has(value) && !reading.numbers.has(word))
    .filter(({ start }) => !isOfNextUpdate(reading, start))
    .flatMap(({ value, start, end }) => {
      const isCounted = reading.language.lexicon.counted.test(reading.masked.slice(end));
      // "A third party", "half an eye": no figure.
      if (!isCounted && !/^\d/u.test(value)) return [];
      const level = isCounted ? 'blocking' : 'warning';
      return [withoutFact(reading, { start, end }, { value: reading.text.slice(start, end), level })];
    }),
];

/** "Next update in half an hour" is a promise with a time of its own. */
function isOfNextUpdate({ sentences, language }: Reading, start: number): boolean {
  return sentenceAt(sentences, start).text.search(language.lexicon.nextUpdate) >= 0;
}

function withoutFact(
  reading: Reading,
  place: { readonly start: number; readonly end: number },
  { value, level }: { readonly value: string; readonly level: Finding['level'] },
): Finding {
  return findingAt(reading, place, {
    rule: 'number-without-fact',
    level,
    message: `Nothing recorded says "${value}".`,
    advice: 'Record where the number comes from, or take it out.',
  });
}
