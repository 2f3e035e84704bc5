import { knowsNothing, type DraftFacts, type Knowledge } from '../facts.ts';
import type { Finding } from './finding.ts';
import { otherPlaces, otherWorkflows } from './names/elsewhere.ts';
import { apps, links, nextUpdate, symptom } from './facts.ts';
import { internalHosts, internalIds, internalNames, internalNotes } from './inside.ts';
import { numbers } from './numbers.ts';
import { people } from './names/people.ts';
import { groundOf, startReading, type Ground, type Rule } from './reading.ts';
import { mixedAlphabets } from './names/skeleton.ts';
import { secrets } from './secrets.ts';
import { emptySlots, grade, hiddenCharacters, length, markup, placeholders } from './shape.ts';
import { state } from './state.ts';
import { blame, jargon, promises, speculation, technology } from './tone.ts';

/** What must stand in nothing that goes out. */
const ofAnnouncement: readonly Rule[] = [
  secrets,
  internalHosts,
  internalIds,
  internalNames,
  people,
  blame,
  emptySlots,
  placeholders,
  markup,
  hiddenCharacters,
  mixedAlphabets,
];
/** What is wrong with the words that are there. */
const ofWords: readonly Rule[] = [...ofAnnouncement, internalNotes, promises, speculation, numbers];
const ofReading: readonly Rule[] = [links, jargon, technology, length, grade];
/** What is wrong with the message as a whole. */
const ofMessage: readonly Rule[] = [
  apps,
  otherWorkflows,
  otherPlaces,
  state,
  nextUpdate,
  symptom,
  ...ofReading,
];

/** Longer texts are not read: nobody could approve them. */
export const textMax = 10_000;

/**
 * Reads a text as it would be sent, whoever wrote it: findings in the order of the text, blocking ones first at the same place.
 * Pure; the same text, facts and knowledge always give the same findings. A text over {@link textMax} is cut for reading and blocked.
 */
export function lint(text: string, facts: DraftFacts, knowledge: Knowledge = knowsNothing): Finding[] {
  return lintOn(text, groundOf(facts, knowledge));
}

export function lintOn(text: string, ground: Ground): Finding[] {
  const reading = startReading(text.slice(0, textMax), ground);
  const found = [...ofWords, ...ofMessage].flatMap((rule) => rule(reading));
  if (text.length > textMax)
    found.push({
      rule: 'too-long',
      level: 'blocking',
      start: textMax,
      end: text.length,
      sentence: '',
      message: `${text.length} characters; at most ${textMax} can be sent.`,
      advice: 'Shorten it.',
    });
  return found.toSorted((a, b) => a.start - b.start || a.level.localeCompare(b.level));
}

/**
 * Reads an announcement of something planned, which rests on no incident: what must not be said at all. Times and what will be over then
 * are its matter.
 */
export function lintAnnouncement(text: string, ground: Ground): Finding[] {
  const reading = startReading(text, ground);
  return [...ofAnnouncement, ...ofReading]
    .flatMap((rule) => rule(reading))
    .toSorted((a, b) => a.start - b.start || a.level.localeCompare(b.level));
}

/** Whether words that somebody said may be quoted in a message: nothing in them would block it. */
export function isQuotable(text: string, ground: Ground): boolean {
  const reading = startReading(text, ground);
  return [...ofWords, state].every((rule) => rule(reading).every(({ level }) => level !== 'blocking'));
}

export const isBlocked = (findings: readonly Finding[]): boolean =>
  findings.some(({ level }) => level === 'blocking');
