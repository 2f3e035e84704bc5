import {
  claimCharactersMax,
  contentStems,
  isPlain,
  numbersIn,
  sentencesOf,
  visible,
  wordCount,
  type Sentence,
} from '@fieldmarshal/contract/text';
import type { Entry } from '../record.ts';
import { beforeOrders, isAddressed, mayOrder } from '../words/addressed.ts';
import { cuesOf, isDangling, isFiller, isNothing, saysCauseIsFound, type Cue } from './cues.ts';
import { inPast } from './tense.ts';

/** A sentence that a summary may take. */
export interface Candidate {
  readonly entry: string;
  /** Place in the log: by entry, then by sentence. */
  readonly place: number;
  readonly text: string;
  readonly words: number;
  readonly stems: ReadonlySet<string>;
  readonly cues: readonly Cue[];
  /** Looked for once it is asked for: that takes longer than all the rest. */
  readonly hasNumber: boolean;
  /** Whether it can only be read after the sentence before it. */
  readonly dangling: boolean;
  /** Place of that sentence; null at the beginning of an entry, or where it is no candidate. */
  readonly before: number | null;
  /** Says that a cause was found, and not which: worth reading where no cause is named. */
  readonly onCause: boolean;
  /** Went on when it was written, and is past. */
  readonly over: boolean;
  /** A typed fact that is said before anything else. */
  readonly pinned: boolean;
}

/** Characters of prose looked at, newest entries first: a log of pasted output costs no more than a long one. */
const charactersMax = 200_000;
const sentencesOfEntryMax = 40;
/** Shorter says nothing, longer is no sentence. */
const words = { min: 3, max: 55 };

/** Every sentence worth taking, in the order of the log. What was said before in the same words is left to its newest place. */
export function candidatesOf(entries: readonly Entry[]): Candidate[] {
  const found: Candidate[] = [];
  const seen = new Set<string>();
  const settled = settledAt(entries);
  let budget = charactersMax;
  for (let index = entries.length - 1; index >= 0 && budget > 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined) break;
    const text = entry.text.slice(0, Math.min(budget, 20_000));
    budget -= text.length;
    found.push(...ofEntry({ ...entry, text }, { index, seen, isPast: index < settled }));
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
}

function ofEntry(entry: Entry, { index, seen, isPast }: Place): Candidate[] {
  const taken: Candidate[] = [];
  let before: number | null = null;
  const isOrdering = mayOrder(entry.text);
  for (const sentence of sentencesIn(entry, isOrdering).filter(
    (one) => one.text.length <= claimCharactersMax / 2,
  )) {
    const place: number = index * 1_000 + sentence.index;
    const written = labelled(shortened(sentence.text), sentence.label);
    const text = isPast && entry.origin === 'prose' ? inPast(written) : written;
    const count = wordCount(text);
    const key = text.toLowerCase();
    const cues = entry.about ?? cuesOf(text, sentence.label);
    const fits = count >= words.min && count <= words.max && isTelling(written, isOrdering);
    if (fits && !seen.has(key)) {
      seen.add(key);
      let hasNumber: boolean | undefined;
      taken.push({
        entry: entry.id,
        place,
        text,
        words: count,
        stems: contentStems(text),
        cues,
        get hasNumber() {
          hasNumber ??= numbersIn(text).length > 0;
          return hasNumber;
        },
        dangling: isDangling(text),
        before,
        onCause: entry.about === undefined && saysCauseIsFound(text),
        over: text !== written,
        pinned: entry.pinned === true,
      });
    }
    before = fits ? place : null;
  }
  return taken;
}

/** The line of an event is one sentence, whatever stands in a title or a reason: a half of it would say something else. */
function sentencesIn({ text, origin }: Entry, isOrdering: boolean): readonly Sentence[] {
  if (origin === 'event') {
    const line = visible(text).replaceAll(/\s+/gu, ' ').trim();
    if (wordCount(line) <= words.max) return [{ text: line, label: '', index: 0 }];
  }
  return sentencesOf(isOrdering ? beforeOrders(text) : text).slice(0, sentencesOfEntryMax);
}

/** No courtesy, no link, no markup, no list of places or hosts. */
function isTelling(text: string, isOrdering: boolean): boolean {
  const listed = text.includes('-') ? (text.match(/[\p{L}]+-[\p{L}\p{N}-]*\d|\s-\s/gu)?.length ?? 0) : 0;
  return (
    !isFiller(text) &&
    !isNothing(text) &&
    !(isOrdering && isAddressed(text)) &&
    isPlain(text) &&
    !/\/\/\w|\|/.test(text) &&
    !/^\(.*\)\W*$|:\W*$/.test(text) &&
    listed <= 6
  );
}

/** With its label where it says little alone: a way round (`Use the command line`), a cause, a bare value (`41 minutes`). */
function labelled(text: string, label: string): string {
  if (label === '' || isNothing(text)) return text;
  const [kind] = /work-?around|root cause/.exec(label) ?? [];
  const isTold =
    kind !== undefined && cuesOf(text, '').includes(kind === 'root cause' ? 'cause' : 'workaround');
  const name = kind !== undefined && !isTold ? kind : wordCount(text) < 6 && kind === undefined ? label : '';
  return name === '' ? text : `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${text}`;
}

const leads: readonly RegExp[] = [
  /^(?:we|our (?:\w+ )?(?:team|engineers?)) (?:are|is|have been|'re) (?:still |now |currently |actively |also )*(?:investigating|experiencing|seeing|aware of|continuing to (?:see|experience))\s+(?=(?:an? (?:\w+ )?(?:issue|incident|problem|increase|outage)|reports?|some|issues?|elevated|increased|degraded|intermittent|errors?|high|higher|problems?|failures?|delays?|slow\w*|multiple|partial)\b)/i,
  /^we(?:'ve| have) (?:received|seen) (?=(?:an?|reports?)\b)/i,
  /^(?:additionally|also|however|currently|at this time|please note that|note that|unfortunately),?\s+(?=["'“‘]?\p{L})/iu,
];
/** "… and we are monitoring the results": the state says that. */
const tail =
  /,? and (?:(?:we|our (?:\w+ )?(?:team|engineers)) )?(?:are|is|will|have) (?:still |now |currently |actively |also |closely |continu\w+ to )*(?:be )?(?:monitor\w*|investigat\w+|looking into)\b(?:(?!\b(?:no|not|if|whether|as|see)\b)[^.;])*(?=\.?$)/i;

/** Without "we are investigating" and the like in front of what is the matter; what is left still stands in the entry word for word. */
function shortened(text: string): string {
  let left = text.replace(
    /^(we)['’](re|ve)\b/i,
    (_, we: string, verb: string) => `${we} ${verb === 're' ? 'are' : 'have'}`,
  );
  for (const lead of leads) left = left.replace(lead, '');
  left = left
    .replace(tail, '')
    .replaceAll(/\s+(?=[,;.](?:\s|$))/g, '')
    .replace(/,?\s+(?:and|or|but)\.?$/i, '');
  if (left === text || wordCount(left) < 4) return text;
  return left.charAt(0).toUpperCase() + left.slice(1);
}
