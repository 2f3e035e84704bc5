import { findingAt, type Rule } from '../reading.ts';

/** Letters of other alphabets that look like Latin ones. */
const cyrillic = 'аеорсухікјѕһԁԛԝвмнтАВЕКМНОРСТУХІЈЅ';
const asLatin1 = 'aeopcyxikjshdqwbmhtABEKMHOPCTYXIJS';
const greek = 'ονυρικατΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';
const asLatin2 = 'ovupikatABEZHIKMNOPTYX';
const [from, to] = [`${cyrillic}${greek}`, `${asLatin1}${asLatin2}`];
const alike = new Map(Array.from(from, (letter, index) => [letter, to.charAt(index)]));

/**
 * A text in which letters that look alike are the same: without accents, and in Latin letters. It keeps the length of the text, so that what
 * is found in it has the same place there.
 */
export function skeletonOf(text: string): string {
  // Most texts and names are plain already.
  if (!/\P{ASCII}/u.test(text)) return text;
  return text.replace(/\p{L}/gu, (letter) => {
    const bare = (alike.get(letter) ?? letter).normalize('NFD').charAt(0);
    return letter.length === 1 && /\p{L}/u.test(bare) ? bare : letter;
  });
}

/** A word of two alphabets is read as one of one of them, and found as neither. */
export const mixedAlphabets: Rule = (reading) =>
  [...reading.text.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter(([word]) => alphabets.filter((alphabet) => alphabet.test(word)).length > 1)
    .map(({ 0: word, index }) =>
      findingAt(
        reading,
        { start: index, end: index + word.length },
        {
          rule: 'hidden-character',
          level: 'blocking',
          message: `"${word}" is written with letters of two alphabets that look alike.`,
          advice: 'Delete it and type the word again.',
        },
      ),
    );

const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
