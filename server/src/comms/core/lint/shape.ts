import { wordsOf } from '../sentences.ts';
import { matches, missing, type Reading, type Rule } from './reading.ts';

const empty =
  /\{\{|\}\}|\{%|%\}|\bT(?:BD|BA|BC|ODO)\b|\bX{3,}\b|_{3,}|\?\?+|\b(?:undefined|null|NaN)\b|\[object \w+\]|\bN\/A\b|[^\s.]\s+[,.;](?=\s|$)|[,;:]\s*[.;](?=\s|$)|:\s*$|\b(?:with|affecting|for|by|at|mit|für|bis|avec|pour|avant)\s*[.,](?=\s|$)/gmu;

export const emptySlots: Rule = (reading) =>
  // Masked names are runs of X, which are also a sign of a gap: gaps are looked for in the text itself.
  matches(reading, empty, {
    rule: 'empty-slot',
    level: 'blocking',
    message: (found) => `A gap was left: "${found.trim()}".`,
    advice: 'Fill it, or take the sentence out.',
    in: reading.text,
  });

/** `[Ask site]`, `{name}`: something that somebody meant to fill in. Around the name of an application brackets are no gap. */
export const placeholders: Rule = (reading) =>
  matches(reading, /\[(?!X+\])[^\]\n]*\]|(?<!\{)\{[^{}\n]*\}(?!\})/gu, {
    rule: 'empty-slot',
    level: 'blocking',
    message: () => 'A gap was left: what stands in brackets here was meant to be filled in.',
    advice: 'Fill it, or take the sentence out.',
  });

export const markup: Rule = (reading) =>
  matches(reading, /<\/?[a-z!][^>\n]*>?|&(?:[a-z]+|#\d+|#x[0-9a-f]+);|\]\([^)\n]*\)|`{3}|javascript:/giu, {
    rule: 'markup',
    level: 'blocking',
    message: (found) => `"${found}" is markup; a message is plain text.`,
    advice: 'Write it in words.',
    in: reading.text,
  });

export const hiddenCharacters: Rule = (reading) =>
  matches(reading, /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]+/gu, {
    rule: 'hidden-character',
    level: 'blocking',
    message: (found) =>
      `A character that is not seen stands here (U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}).`,
    advice: 'Delete it and type the words again.',
    in: reading.text,
  });

const lengths = { full: { wordsMin: 8, wordsMax: 150 }, brief: { wordsMin: 4, wordsMax: 60 } } as const;

/** Words beside the names of applications, which nobody can shorten. */
export const length: Rule = (reading) => {
  const words = wordsOf(reading.masked).filter((word) => !/^X+[.:]?$/u.test(word)).length;
  const { wordsMin, wordsMax } = lengths[reading.facts.channel];
  if (words > wordsMax)
    return [
      missing(reading, {
        rule: 'too-long',
        level: 'warning',
        message: `${words} words; at most ${wordsMax} are read.`,
        advice: 'Keep what users notice, what to do, and the next update.',
      }),
    ];
  if (words >= wordsMin) return [];
  return [
    missing(reading, {
      rule: 'too-short',
      level: 'warning',
      message: `${words} words do not say enough.`,
      advice: 'Say what is affected, what users notice, and when the next update comes.',
    }),
  ];
};

export const grade: Rule = (reading) => {
  const found = gradeOf(reading);
  if (found <= reading.language.gradeMax) return [];
  return [
    missing(reading, {
      rule: 'hard-to-read',
      level: 'warning',
      message: `Reading takes school year ${found.toFixed(0)}; up to ${reading.language.gradeMax} is easy.`,
      advice: 'Shorter sentences and shorter words.',
    }),
  ];
};

/** The school year that reading takes by the formula of the language; names of applications count as one short word each. */
function gradeOf({ masked, sentences, language }: Reading): number {
  const words = wordsOf(masked.replace(/X{2,}(?:[\s()./-]*X{2,})*/gu, 'Xa'));
  if (words.length === 0 || sentences.length === 0) return 0;
  return language.grade({
    words: words.length,
    sentences: sentences.length,
    syllables: words.reduce((total, word) => total + syllablesOf(word), 0),
    longWords: words.filter((word) => word.length > 6).length,
  });
}

/** Groups of vowels, without a silent e at the end; a word of digits has one. */
function syllablesOf(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/(?<=[^aeiouyäöüéèêâîôû]..*)e$/u, '')
    .match(/[aeiouyäöüéèêâîôûàùœ]+/gu);
  return Math.max(1, groups?.length ?? 1);
}
