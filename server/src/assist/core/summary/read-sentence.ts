import {
  contentStems,
  isPlain,
  isThought,
  numbersIn,
  wordCount,
  type Sentence,
} from '@fieldmarshal/contract/text';
import { isAddressed } from '../words/addressed.ts';
import { saysCauseIsFound } from './cause.ts';
import { cuesOf, isDangling, isFiller, isNothing, labelCue, type Cue } from './cues.ts';
import { inPast } from './tense.ts';

/** A sentence of a log as a summary may say it, and what it is about. */
export interface ReadSentence {
  readonly text: string;
  /** The text in lower case: what is said twice is said once. */
  readonly key: string;
  readonly words: number;
  /** What carries something in it, each once. */
  readonly stems: readonly string[];
  readonly cues: readonly Cue[];
  /** Looked for once it is asked for: that takes longer than all the rest. */
  readonly hasNumber: () => boolean;
  /** Whether it can only be read after the sentence before it. */
  readonly dangling: boolean;
  /** Says that a cause was found, and not which: worth reading where no cause is named. */
  readonly onCause: boolean;
  /** Went on when it was written, and is past. */
  readonly over: boolean;
}

export interface Reading {
  /** Whether the entry may speak to a machine that reads it. */
  readonly isOrdering: boolean;
  /** Said before it was over or only watched. */
  readonly isPast: boolean;
}

/** Shorter says nothing, longer is no sentence. */
export const sentenceWords = { min: 3, max: 55 };

/** Null for what a summary never says: courtesy, links, markup, orders, fragments. The same sentence is always read the same. */
export function readSentence(
  { text: given, label: above, isFirst }: Sentence,
  { isOrdering, isPast }: Reading,
): ReadSentence | null {
  // `Cause: the DNS record was gone. Fixed it.`: a way around may take several sentences, but fixing it was no cause.
  const label = isFirst || labelCue(above) === 'workaround' ? above : '';
  const written = labelled(shortened(given), label);
  const text = isPast ? inPast(written) : written;
  const words = wordCount(text);
  if (words < sentenceWords.min || words > sentenceWords.max || !isTelling(written, isOrdering)) return null;
  let hasNumber: boolean | undefined;
  return {
    text,
    key: text.toLowerCase(),
    words,
    stems: [...contentStems(text)],
    cues: cuesOf(text, label),
    hasNumber: () => (hasNumber ??= numbersIn(text).length > 0),
    dangling: isDangling(text),
    onCause: saysCauseIsFound(text),
    over: text !== written,
  };
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
    !/^\(.*\)[^\p{L}\p{N}]*$|:[^\p{L}\p{N}]*$/u.test(text) &&
    listed <= 6
  );
}

/** With its label where it says little alone: a way round (`Use the command line`), a cause, a bare value (`41 minutes`); and where the label only supposes it. */
function labelled(text: string, label: string): string {
  if (label === '' || isNothing(text)) return text;
  const cue = labelCue(label);
  const isTold = cue !== null && cuesOf(text, '').includes(cue) && !isThought(label);
  const name = cue === null ? (wordCount(text) < 6 ? label : '') : isTold ? '' : label;
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
