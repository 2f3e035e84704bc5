import {
  claimCharactersMax,
  sentencesOf,
  visible,
  wordCount,
  type Sentence,
} from '@fieldmarshal/contract/text';
import type { Entry } from '../record.ts';
import { beforeOrders, mayOrder } from '../words/addressed.ts';
import { readSentence, sentenceWords, type ReadSentence } from './read-sentence.ts';

/** A sentence that a summary may take. */
export interface Candidate extends ReadSentence {
  readonly entry: string;
  /** Place in the log: by entry, then by sentence. */
  readonly place: number;
  /** Place of the sentence before it; null at the beginning of an entry, or where that is no candidate. */
  readonly before: number | null;
  /** A typed fact that is said before anything else. */
  readonly pinned: boolean;
}

/** Characters of prose looked at, newest entries first: a log of pasted output costs no more than a long one. */
const charactersMax = 200_000;
const sentencesOfEntryMax = 40;
const charactersOfSentenceMax = claimCharactersMax / 2;

/** Every sentence worth taking, in the order of the log. What was said before in the same words is left to its newest place. */
export function candidatesOf(entries: readonly Entry[]): Candidate[] {
  const found: Candidate[] = [];
  const read = readingOnce();
  const seen = new Set<string>();
  const settled = settledAt(entries);
  let budget = charactersMax;
  for (let index = entries.length - 1; index >= 0 && budget > 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined) break;
    const text = entry.text.slice(0, Math.min(budget, 20_000));
    budget -= text.length;
    found.push(...ofEntry({ ...entry, text }, { index, seen, read, isPast: index < settled }));
  }
  return found.sort((a, b) => a.place - b.place);
}

const settledStates: ReadonlySet<string | null> = new Set(['monitoring', 'resolved', 'reviewed']);

/** Place of the entry from which on it is over, or only watched; 0 where it is not. */
function settledAt(entries: readonly Entry[]): number {
  const from = entries.findLastIndex(({ status }) => status !== null && !settledStates.has(status));
  const last = entries.findIndex(({ status }, index) => index > from && status !== null);
  return Math.max(0, last);
}

interface Place {
  readonly index: number;
  /** What was said before, in lower case. */
  readonly seen: Set<string>;
  /** Said before it was over or only watched: what went on then goes on no more. */
  readonly isPast: boolean;
  readonly read: typeof readSentence;
}

/** Much of a log is said again word for word, entry after entry: it is read once. */
function readingOnce(): typeof readSentence {
  const known = new Map<string, ReadSentence | null>();
  return (sentence, reading) => {
    const key = `${Number(reading.isOrdering)}${Number(reading.isPast)}${Number(sentence.isFirst)}${sentence.label}\n${sentence.text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const read = readSentence(sentence, reading);
    known.set(key, read);
    return read;
  };
}

function ofEntry(entry: Entry, { index, seen, read, isPast }: Place): Candidate[] {
  const taken: Candidate[] = [];
  let before: number | null = null;
  const isOrdering = mayOrder(entry.text);
  const isProse = entry.origin === 'prose';
  for (const sentence of sentencesIn(entry, isOrdering).flatMap(inReach)) {
    if (sentence.text.length > charactersOfSentenceMax) continue;
    const place: number = index * 1_000 + sentence.index;
    const told = read(sentence, { isOrdering, isPast: isPast && isProse });
    if (told !== null && !seen.has(told.key)) {
      seen.add(told.key);
      // An event that begins with "It" speaks of the incident.
      const own = {
        ...(entry.about === undefined ? {} : { cues: entry.about, onCause: false }),
        ...(isProse ? {} : { dangling: false }),
      };
      taken.push({ ...told, ...own, entry: entry.id, place, before, pinned: entry.pinned === true });
    }
    before = told === null ? null : place;
  }
  return taken;
}

/** Who types in a hurry begins sentences small: what is too long for one is taken apart there, too. */
function inReach(sentence: Sentence): readonly Sentence[] {
  if (sentence.text.length <= charactersOfSentenceMax) return [sentence];
  return sentence.text
    .split(/(?<=[^\s.]{3}[.!?])\s+(?=\p{Ll})/u)
    .map((text, part) => ({ ...sentence, text, index: sentence.index + part / sentencesOfEntryMax ** 2 }));
}

/** The line of an event is one sentence, whatever stands in a title or a reason: a half of it would say something else. Of a typed fact that is one sentence and too long, its beginning is said: nobody shall read that there is none. */
function sentencesIn({ text, origin, pinned }: Entry, isOrdering: boolean): readonly Sentence[] {
  const whole = (line: string): Sentence => ({ text: line, label: '', isFirst: true, index: 0 });
  if (origin === 'event') {
    const line = visible(text).replaceAll(/\s+/gu, ' ').trim();
    if (wordCount(line) <= sentenceWords.max) return [whole(line)];
    const [first, ...more] = sentencesOf(line);
    if (pinned === true && more.length === 0 && first !== undefined) return [whole(beginningOf(line))];
  }
  return sentencesOf(isOrdering ? beforeOrders(text) : text).slice(0, sentencesOfEntryMax);
}

function beginningOf(line: string): string {
  const words = line.slice(0, charactersOfSentenceMax - 1).split(' ');
  return `${words.slice(0, Math.min(sentenceWords.max - 5, words.length - 1)).join(' ')}…`;
}
