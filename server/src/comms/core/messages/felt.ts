import { incidentStates } from '@fieldmarshal/contract/incidents/room';
import type { AppState } from '../facts.ts';
import type { Change } from './changes.ts';
import { componentStateOf, stageFor } from './plan.ts';

/** A message as its readers get it. */
export interface Told {
  /** Title, text and form for chats. */
  readonly words: string;
  /** The parts that it says the state of on the status page, as a basis names them: `workflow open-case`. */
  readonly parts: ReadonlySet<string>;
  /** How readers call what a basis names so; null: they have no name for it. */
  readonly nameOf: (about: string) => string | null;
}

/**
 * Whether a change could make a message untrue, or go to others than was meant. What is hit counts where the message names it or shows it on
 * the status page, and where a person decided about it. Whether a draft of now would be in other words is not asked here.
 */
export function isFelt({ about, was, is }: Change, told: Told): boolean {
  // Several states of the incident are one for readers.
  if (about === 'the state') return stageOf(was) !== stageOf(is);
  // It is a word of the inside, which no message may hold.
  if (about === 'the severity') return false;
  // What is newly known to help makes no other words untrue.
  if (about === 'what users can do') return was !== null;
  if (!/^(?:application|workflow|environment) /u.test(about)) return true;
  const [before, now] = [readHit(was), readHit(is)];
  if (before.how !== now.how && says(told, told.nameOf(about))) return true;
  if (told.parts.has(about) && shownAs(before.how) !== shownAs(now.how)) return true;
  return is !== null && before.standing !== now.standing && (isPersons(before) || isPersons(now));
}

function stageOf(state: string | null): string | null {
  const known = incidentStates.find((each) => each === state);
  return known === undefined ? null : stageFor(known, null);
}

function says({ words }: Told, name: string | null): boolean {
  return name !== null && words.toLowerCase().includes(name.toLowerCase());
}

interface HitValue {
  readonly how: string;
  readonly standing: string;
}

/** How something is hit, and how sure that is, as one value of a basis: `down everywhere, likely`. Only of an outage readers are told how far it goes. */
export function hitValue(state: AppState, everywhere: boolean, standing: string): string {
  return `${state}${everywhere && state === 'down' ? everywhereMark : ''}, ${standing}`;
}

const everywhereMark = ' everywhere';

function readHit(value: string | null): HitValue {
  const [how = '', standing = ''] = (value ?? '').split(', ');
  return { how, standing };
}

function isPersons({ standing }: HitValue): boolean {
  return standing === 'confirmed' || standing === 'rejected';
}

const states: readonly AppState[] = ['down', 'degraded', 'slow', 'wrong-data', 'unknown'];

/** How the status page shows it; null: as well. */
function shownAs(how: string): string | null {
  const state = states.find((each) => each === how.replace(everywhereMark, ''));
  return state === undefined ? null : componentStateOf(state, how.endsWith(everywhereMark));
}

/** A draft in full, and in its form for chats. */
export type Forms = readonly [whole: string, brief: string];

/** What a draft says now in other words than it did, for whoever is told that it was held back; null: it is the same. */
export function otherWords(before: Forms, now: Forms): string | null {
  return otherLines(before[0], now[0]) ?? otherLines(before[1], now[1]);
}

function otherLines(before: string, now: string): string | null {
  if (before === now) return null;
  const [was, is] = [linesOf(before), linesOf(now)];
  const fresh = is.filter((line) => !was.includes(line)).join(' ');
  const gone = was.filter((line) => !is.includes(line)).join(' ');
  if (fresh === '') return `A draft would no longer say: ${gone}`;
  return `A draft would now say: ${fresh}${gone === '' ? '' : ` And no longer: ${gone}`}`;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
