import { claimsNoMore, isDenial } from './language/index.ts';
import { missingFrom, numbersNotBetween } from './durations.ts';
import { namesNotIn } from './names.ts';
import { nearestIn } from './near.ts';
import { numbersIn } from './numbers.ts';
import { sentencesOf } from './sentences.ts';
import { relationFaults } from './relation/relation-faults.ts';
import { absolutesIn, statesClaimed, type ClaimedState } from './states.ts';
import { timesIn } from './times.ts';
import { contentStems } from './words.ts';

/** What a sentence may cite. */
export interface Source {
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** The state the entry moved the incident to or was written in; null where it says nothing of it. */
  readonly status: string | null;
  readonly text: string;
}

/** What every sentence about an incident may say without citing it: its title, names, severity, start and the present. */
export interface KnownFacts {
  readonly text: string;
  /** RFC 3339 UTC; durations between these and the cited entries may be said. */
  readonly instants: readonly string[];
}

export interface Claim {
  readonly text: string;
  readonly cites: readonly string[];
}

export type FaultKind =
  | 'empty'
  | 'too-long'
  | 'uncited'
  | 'ghost-citation'
  | 'markup'
  | 'number'
  | 'time'
  | 'name'
  | 'state'
  | 'denial'
  | 'supposed'
  | 'absolute'
  | 'relation'
  | 'off-topic';

/** Why a sentence may not be shown; `what` is the part that is not covered. */
export interface Fault {
  readonly kind: FaultKind;
  readonly what: string;
}

/** The longest sentence that may pass, in characters. */
export const claimCharactersMax = 600;
/** The least share of a sentence's content that its sources must have. */
const overlapMin = 0.5;
const hidden = /[\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u00AD\p{Cc}]/u;
const markup = /https?:|www\.|<[a-z!/]|\]\(|```|\*\*|\{\{|\{%|&(?:#|[a-z]+;)/i;

/**
 * Every reason why a sentence does not follow from the entries it cites; none means it may be shown. Each number, time and name must be in
 * a cited entry (or in `known`, or be the time between two instants of them), state words must agree with the cited entries, denials must
 * stay denials, what is supposed or planned must not be told as so, who did what, what caused what and what came first must be
 * as they tell it, and half of the content at least, beside known facts, must be theirs. Pure and total; it rejects rather too much than too little.
 */
export function faultsOf(claim: Claim, sources: readonly Source[], known: KnownFacts): Fault[] {
  const { text, cites } = claim;
  if (!/[\p{L}\p{N}]/u.test(text)) return [fault('empty', text)];
  if (text.length > claimCharactersMax) return [fault('too-long', `${text.length} characters`)];
  const form = isPlain(text) ? [] : [fault('markup', text)];
  if (cites.length === 0) return [...form, fault('uncited', '')];
  const cited = sources.filter(({ id }) => cites.includes(id));
  const ghosts = cites.filter((id) => !sources.some((source) => source.id === id));
  if (ghosts.length > 0) return [...form, fault('ghost-citation', ghosts.join(', '))];
  const said = cited.map((entry) => `${entry.text}\n${entry.status ?? ''}`).join('\n');
  const evidence = `${known.text}\n${said}`;
  return [
    ...form,
    ...numberFaults(text, { cited, known, evidence }),
    ...timeFaults(text, { cited, known, evidence }),
    ...namesNotIn(text, evidence).map((name) => fault('name', name)),
    ...stateFaults(text, cited, known),
    ...sentencesOf(text).flatMap((sentence) => [
      ...denialFaults(sentence.text, evidence),
      ...supposedFaults(sentence.text, evidence),
    ]),
    ...absolutesIn(text).flatMap((word) =>
      absolutesIn(evidence).includes(word) ? [] : [fault('absolute', word)],
    ),
    ...relationFaults(text, cited, known),
    ...(isGrounded(text, said, known) ? [] : [fault('off-topic', text)]),
  ];
}

/** What a headline says by itself. */
const ownWords = 'incident again others';

/** Whether half of what a sentence says beyond the known facts is said by what it cites: title and names alone are no ground. */
function isGrounded(text: string, said: string, known: KnownFacts): boolean {
  const [theirs, given] = [contentStems(said), contentStems(`${known.text}\n${ownWords}`)];
  const own = [...contentStems(text)].filter((stem) => theirs.has(stem) || !given.has(stem));
  return own.filter((stem) => theirs.has(stem)).length >= overlapMin * own.length;
}

/** Free of links, markup, templates and characters that cannot be seen. */
export function isPlain(text: string): boolean {
  return !hidden.test(text) && !markup.test(text);
}

function fault(kind: FaultKind, what: string): Fault {
  return { kind, what: what.slice(0, 200) };
}

interface Ground {
  readonly cited: readonly Source[];
  readonly known: KnownFacts;
  readonly evidence: string;
}

function numberFaults(text: string, { cited, known, evidence }: Ground): Fault[] {
  const given = numbersIn(evidence);
  const unexplained = missingFrom(numbersIn(text), given);
  if (unexplained.length === 0) return [];
  const instants = [...known.instants, ...cited.map(({ at }) => at)].map((at) => Date.parse(at));
  return missingFrom(numbersNotBetween(text, instants), given).map(({ value, unit }) =>
    fault('number', `${value}${unit}`),
  );
}

function timeFaults(text: string, { cited, known, evidence }: Ground): Fault[] {
  const claimed = timesIn(text);
  const given = timesIn(evidence);
  const own = timesIn([...known.instants, ...cited.map(({ at }) => at)].join('\n'));
  const has = (list: 'clocks' | 'dates', value: string): boolean =>
    given[list].includes(value) || own[list].includes(value);
  return [
    ...claimed.clocks.filter((value) => !has('clocks', value)),
    ...claimed.dates.filter((value) => !has('dates', value)),
  ].map((value) => fault('time', value));
}

function stateFaults(text: string, cited: readonly Source[], known: KnownFacts): Fault[] {
  const given = new Set<string>([
    ...statesClaimed(known.text),
    ...cited.flatMap((entry) => [
      ...statesClaimed(entry.text),
      ...(entry.status === null ? [] : [entry.status]),
    ]),
  ]);
  return statesClaimed(text).flatMap((state) => (agrees(state, given) ? [] : [fault('state', state)]));
}

/** `resolved` is strong enough for `recovered`; nothing else stands for another. */
function agrees(state: ClaimedState, given: ReadonlySet<string>): boolean {
  return given.has(state) || (state === 'recovered' && given.has('resolved'));
}

function denialFaults(text: string, evidence: string): Fault[] {
  const peers = nearestIn(text, evidence, 0.75);
  const [first] = peers;
  if (first === undefined) return [];
  return peers.some((peer) => isDenial(peer) === isDenial(text)) ? [] : [fault('denial', first)];
}

/** What the log only supposes, plans or is told to say is not told as so. */
function supposedFaults(text: string, evidence: string): Fault[] {
  const peers = nearestIn(text, evidence, 0.6);
  const [first] = peers;
  if (first === undefined) return [];
  return peers.some((peer) => claimsNoMore(text, peer)) ? [] : [fault('supposed', first)];
}
