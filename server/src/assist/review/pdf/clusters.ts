import bidi from 'bidi-js';

const order = bidi();
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const unseen = /^\p{Default_Ignorable_Code_Point}$/u;
const plainText = /^[\x20-\x7e]*$/;

/** What a reader takes for one letter each. */
export function clustersOf(text: string): string[] {
  return plainText.test(text)
    ? text.split('')
    : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The code points of a letter that are to be seen: joiners, marks of direction and of variants are not. */
export function seenPoints(cluster: string): number[] {
  return Array.from(cluster)
    .filter((character) => !unseen.test(character))
    .map((character) => character.codePointAt(0) ?? 0);
}

/** As it is written where no font draws it. */
export function numbered(cluster: string): string {
  const points = seenPoints(cluster).map((point) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`);
  return `[${points.join(' ')}]`;
}

/** Without what no paper shows: control characters are spaces, halves of a pair the sign for "not a character". */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\n]/gu, ' ');
}

/** As it stands in words that run from right to left: brackets turn round. */
export function mirroredOf(character: string): string {
  return order.getMirroredCharacter(character) ?? character;
}
