import type { DraftFacts, Knowledge } from '../facts.ts';
import { languageOf, type Language } from '../language/index.ts';
import type { Scaffold } from '../said/scaffold.ts';
import { sentenceAt, sentencesOf, type Sentence } from '../sentences.ts';
import { allowedNumbers } from '../numbers.ts';
import type { Finding, RuleName } from './finding.ts';
import { wordsOfNotes } from './notes.ts';

/** What all texts of one message are compared with; made once, however many sentences are read. */
export interface Ground {
  readonly facts: DraftFacts;
  readonly knowledge: Knowledge;
  readonly language: Language;
  readonly publicNames: readonly string[];
  /** Numbers that stand in a fact. */
  readonly numbers: ReadonlySet<string>;
  /** Runs of words that stand in internal notes only. */
  readonly notes: ReadonlySet<string>;
  /** Words of templates, which nobody said. */
  readonly scaffold: readonly Scaffold[];
}

export function groundOf(
  facts: DraftFacts,
  knowledge: Knowledge,
  scaffold: readonly Scaffold[] = [],
): Ground {
  return {
    scaffold,
    facts,
    knowledge,
    language: languageOf(facts.language),
    publicNames: facts.apps.flatMap(({ publicName }) => (publicName === null ? [] : [publicName])),
    numbers: allowedNumbers(facts),
    notes: wordsOfNotes(facts, knowledge),
  };
}

/** A text as the rules read it. */
export interface Reading extends Ground {
  readonly text: string;
  /** The text with the public names of the record made unreadable, in the same length: what the catalog calls public is no finding. */
  readonly masked: string;
  readonly sentences: readonly Sentence[];
}

export type Rule = (reading: Reading) => readonly Finding[];

export function startReading(text: string, ground: Ground): Reading {
  return {
    ...ground,
    text,
    masked: maskNames(text, ground.publicNames),
    sentences: sentencesOf(text),
  };
}

/** Where a name stands as a whole, in any case and with any spaces between its words; a name of one character is not looked for. */
export function placesOf(text: string, name: string): { start: number; end: number }[] {
  const words = name.trim().split(/\s+/u);
  const first = words[0] ?? '';
  // Looking for thousands of names costs one cheap look each.
  if (name.trim().length < 2 || !text.toLowerCase().includes(first.toLowerCase())) return [];
  const escaped = words.map((word) => RegExp.escape(word)).join('\\s+');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_-])${escaped}(?![\\p{L}\\p{N}_]|-[\\p{L}\\p{N}])`, 'giu');
  return [...text.matchAll(whole)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

export function maskNames(text: string, names: readonly string[]): string {
  let masked = text;
  for (const name of names.toSorted((a, b) => b.length - a.length))
    for (const { start, end } of placesOf(masked, name))
      masked = masked.slice(0, start) + 'X'.repeat(end - start) + masked.slice(end);
  return masked;
}

interface Words {
  readonly rule: RuleName;
  readonly level: Finding['level'];
  readonly message: string;
  readonly advice: string;
}

export function findingAt(
  { text, sentences }: Reading,
  { start, end }: { readonly start: number; readonly end: number },
  words: Words,
): Finding {
  return { ...words, start, end, sentence: sentenceAt(sentences, start).text || text.slice(start, end) };
}

/** Something is missing: it has no place, so it stands at the end. */
export function missing({ text }: Reading, words: Words): Finding {
  return { ...words, start: text.length, end: text.length, sentence: '' };
}

/** One finding for each match of a pattern; `message` gets what was found. */
export function matches(
  reading: Reading,
  pattern: RegExp,
  {
    message,
    ...words
  }: Omit<Words, 'message'> & { readonly message: (found: string) => string; readonly in?: string },
): Finding[] {
  const { in: searched = reading.masked, ...rest } = words;
  return [...searched.matchAll(pattern)].map((match) =>
    findingAt(
      reading,
      { start: match.index, end: match.index + match[0].length },
      { ...rest, message: message(match[0]) },
    ),
  );
}
