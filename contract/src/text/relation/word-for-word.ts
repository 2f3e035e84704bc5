import { isDenial, isReserved, isSupposed, languageOf } from '../language/index.ts';
import { sentencesOf } from '../sentences.ts';
import { withPlainDigits } from '../times.ts';
import { wordsOf } from '../words.ts';

const marks = /[,;:()、，；：—–]/u;

/**
 * Whether a sentence stands in the evidence as it is: whole, or (by `clause`) clause for clause in the order and with the denial and the doubt
 * of the sentence it is from. For languages whose grammar is not known, in which any other choice of words could say something else.
 */
export function isWordForWord(text: string, evidence: string, by: 'sentence' | 'clause'): boolean {
  const own = wordsOf(withPlainDigits(text)).join(' ');
  return sentencesOf(evidence).some((sentence) => {
    const theirs = wordsOf(withPlainDigits(sentence.text)).join(' ');
    if (theirs === own) return true;
    if (by === 'sentence') return false;
    const language = languageOf(sentence.text);
    if (isDenial(sentence.text, language) !== isDenial(text, language)) return false;
    if (isSupposed(sentence.text) && !isReserved(text)) return false;
    return isInOrder(text.split(marks), sentence.text.split(marks));
  });
}

/** Each clause of one is a whole clause of the other, in its order. */
function isInOrder(own: readonly string[], theirs: readonly string[]): boolean {
  const plain = (parts: readonly string[]): string[] =>
    parts.map((part) => wordsOf(withPlainDigits(part)).join(' ')).filter((part) => part !== '');
  let from = 0;
  for (const clause of plain(own)) {
    const at = plain(theirs).indexOf(clause, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
