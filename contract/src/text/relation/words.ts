import { littleWords, type Language } from '../language/index.ts';
import { namesIn } from '../names.ts';
import { timesIn } from '../times.ts';
import { isStopWord, stemOf } from '../words.ts';
import type { Grammar } from './grammar.ts';

/** One word of a sentence, as what it may be compared by. */
export interface Word {
  /** Two words with the same one are taken for the same. */
  readonly stem: string;
  readonly kind: 'content' | 'number' | 'little' | 'mark';
  /** In lower case. */
  readonly text: string;
  readonly isName: boolean;
  /** What somebody did, rather than whom or what. */
  readonly isDeed: boolean;
}

export interface Tongue {
  readonly language: Language;
  readonly grammar: Grammar;
}

const pattern =
  /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|[._'’/-](?=[\p{L}\p{N}])|,(?=\d{3}(?!\d)))*|[;:()!?—–…]|,(?=\s)|\s-(?=\s)/gu;
/** `l'erreur`, `dell'indice`: the word behind it counts. */
const elided = /^(?:[cdjlmnst]|qu|dell|nell|all|un|sull|dall)['’](?=\p{L})/u;
const numerals = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** The words and marks of a text in order. Times of a day are none: they are held to their source by themselves. */
export function wordsIn(text: string, { language, grammar }: Tongue): Word[] {
  const names = new Set(namesIn(text));
  const little = littleWords(language);
  return [...timesIn(text).rest.matchAll(pattern)].map(([found]): Word => {
    const word = found.trim().replace(elided, '');
    const lower = word.toLowerCase();
    const isName = names.has(lower.replace(/['’]s$/, ''));
    if (!/[\p{L}\p{N}]/u.test(word))
      return { stem: word, kind: 'mark', text: word, isName: false, isDeed: false };
    const kind = kindOf(lower, language, little);
    return {
      stem: kind === 'number' ? numberOf(lower) : rootOf(lower, language),
      ...{ kind, text: lower, isName },
      // German writes things with a capital, and moves its verbs about.
      isDeed:
        kind === 'content' && !isName && (language === 'de' ? word === lower : grammar.deed.test(lower)),
    };
  });
}

/** The stems of a text that say something, numbers included. */
export function stemsIn(text: string, tongue: Tongue): Set<string> {
  return new Set(
    wordsIn(text, tongue).flatMap(({ kind, stem }) =>
      kind === 'content' || kind === 'number' ? [stem] : [],
    ),
  );
}

/** Belong to the deed before them; what turns with them is held by the contraries. */
const particles = new Set(['back', 'forward', 'away', 'again', 'together']);

function kindOf(lower: string, language: Language, little: ReadonlySet<string>): Word['kind'] {
  if (/^\d[\d.,]*$/.test(lower) || (language === 'en' && numerals.includes(lower))) return 'number';
  if (particles.has(lower) && language === 'en') return 'little';
  if (little.has(lower) || (language === 'en' && isStopWord(lower))) return 'little';
  return lower.length < 2 && !/\p{Lo}|\d/u.test(lower) ? 'little' : 'content';
}

function numberOf(lower: string): string {
  const named = numerals.indexOf(lower);
  return named < 0 ? lower.replaceAll(',', '') : String(named + 2);
}

/** Some nouns and verbs of one thing that differ by more than an ending. */
const roots: Readonly<Record<string, string>> = {
  failur: 'fail',
  failover: 'fail',
  rollback: 'roll',
  outag: 'out',
  slowdown: 'slow',
  recovery: 'recover',
};

function rootOf(lower: string, language: Language): string {
  if (/\d/.test(lower)) return lower.replace(/['’]s$/, '');
  if (language !== 'en') return lower.slice(0, 6);
  const stem = stemOf(lower);
  return roots[stem] ?? stem;
}
