import { cleanLine } from '../marks.ts';
import { runLength, wordPlaces } from './notes.ts';
import { findingAt, matches, placesOf, type Reading, type Rule } from './reading.ts';
import type { Finding } from './finding.ts';

const advice = 'Say what users notice instead, or take it out.';
const hosts =
  /\b(?:(?:\d{1,3}\.){3}\d{1,3}(?::\d+|\/\d+)?|(?:[a-z0-9-]+\.)+(?:internal|local|localdomain|corp|lan|intra|intranet|home\.arpa|svc|cluster)\b(?:\.[a-z0-9-]+)*|(?:[a-z]+\d*-){1,4}[a-z]*\d{1,4}(?=[\s,.;:)]|$)|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-[a-z0-9]{8,10}-[a-z0-9]{5}|[a-z]{2}-[a-z]+-\d[a-f]|localhost)\b|(?<![\w:])(?:[a-f0-9]{1,4}:){3,7}[a-f0-9]{1,4}(?![\w:])/giu;
/** Cloud regions are where customers put their things: they know them by these names. */
const regions =
  /^[a-z]+(?:-[a-z]+)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)[a-z]*-?\d{1,2}$/iu;

/** Zones that have no name of their own are told as an offset. */
const offsets = /^UTC[+-]\d{1,2}(?::\d\d)?$/u;

const ids =
  /\b(?:(?:INC|SEV|JIRA|TICKET|BUG|CASE|CHG|PRB|RITM|REQ|OPS|CVE)-?\d[\d-]*|[A-Z][A-Z0-9]{1,9}-\d{3,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}|[a-z0-9]+(?:_[a-z0-9]+)+|(?:[A-Z]{2,}(?:_[A-Z0-9]+)+)|E(?:CONN|TIME|ADDR|HOST|NOT|AI|PIPE|ACCES|PERM)[A-Z]*|OOM(?:Killed)?|CrashLoopBackOff|[A-Z]\w*(?:Exception|Error)\b(?=[:(\s])|p\d{2,3}(?:\.\d)?)(?![\w-])|(?:PR|MR|issue|ticket|case|acct|account|build|commit|change)\s?(?:#|no\.?\s?)?\d{2,}\b|(?<!\w)#\d{2,}\b|\b\w[\w/]*\(\)|(?<!\w)(?:\/[a-z][\w.-]*){2,}/gu;

/** Machines and addresses. */
export const internalHosts: Rule = (reading) =>
  matches(reading, hosts, {
    rule: 'internal-host',
    level: 'blocking',
    message: (found) => `"${found}" looks like a machine or an address inside.`,
    advice,
  }).filter(({ start, end }) => {
    const found = reading.text.slice(start, end);
    return !regions.test(found) && !offsets.test(found);
  });

/** Ticket numbers, identifiers of code, error codes of programs. */
export const internalIds: Rule = (reading) =>
  matches(reading, ids, {
    rule: 'internal-id',
    level: 'blocking',
    message: (found) => `"${found}" looks like an internal number or identifier.`,
    advice,
  });

/** Names of the catalog that are not public. A name that is also a public one, or a plain word of the language, is left to people. */
export const internalNames: Rule = (reading) =>
  named(reading, reading.knowledge.internalNames, {
    rule: 'internal-name',
    message: (name) => `"${name}" is an internal name.`,
  });

/** Customers' and colleagues' names. Executives and support may read which customers are hit. */
export const people: Rule = (reading) => [
  ...named(reading, reading.knowledge.people, {
    rule: 'person',
    message: (name) => `"${name}" is a person.`,
  }),
  ...calledNames(reading),
  ...matches(reading, /(?<![\w@])@[a-z][\w.-]+|[\w.+-]+@[\w-]+\.[\w.-]+|\+\d[\d ()/-]{7,}\d/giu, {
    rule: 'person',
    level: 'blocking',
    message: (found) => `"${found}" leads to a person.`,
    advice: 'Take it out; name the place where users get help instead.',
  }),
  ...(['executives', 'support'].includes(reading.facts.audience)
    ? []
    : named(reading, reading.knowledge.customers, {
        rule: 'customer-named',
        message: (name) => `"${name}" is a customer; others must not read who is hit.`,
      })),
];

/** Half of somebody's name may be a word of the language: for the author to look at. Every sentence begins with a capital, so not there. */
function calledNames(reading: Reading): Finding[] {
  const halves = halvesOf(reading.knowledge.people);
  if (halves.size === 0) return [];
  const found = [...reading.masked.matchAll(capitalWord)]
    .map((match) => ({ word: match[0], start: match.index, end: match.index + match[0].length }))
    .filter(
      ({ word, start }) =>
        halves.has(word) && !reading.sentences.some((sentence) => sentence.start === start),
    );
  const isInWhole = (start: number): boolean =>
    reading.knowledge.people.some((name) =>
      placesOf(reading.masked, cleanLine(name)).some((place) => place.start <= start && start < place.end),
    );
  return found
    .filter(({ start }) => !isInWhole(start))
    .map(({ word, ...place }) =>
      findingAt(reading, place, {
        rule: 'person',
        level: 'warning',
        message: `"${word}" may be a person.`,
        advice,
      }),
    );
}

const capitalWord = /(?<![\p{L}\p{N}-])\p{Lu}\p{Ll}{2,}(?![\p{L}\p{N}-])/gu;
const halves = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Given and family names of everybody; many texts are compared with the same people. */
function halvesOf(people: readonly string[]): ReadonlySet<string> {
  const known = halves.get(people);
  if (known !== undefined) return known;
  const parts = people.map((name) => cleanLine(name).split(' ')).filter(({ length }) => length > 1);
  const found = new Set(parts.flat().filter((part) => /^\p{Lu}\p{Ll}{2,}$/u.test(part)));
  halves.set(people, found);
  return found;
}

function named(
  reading: Reading,
  names: readonly string[],
  { rule, message }: { rule: Finding['rule']; message: (name: string) => string },
): Finding[] {
  return [...new Set(names)].flatMap((name) =>
    placesOf(reading.masked, cleanLine(name)).map((place) =>
      findingAt(reading, place, { rule, level: 'blocking', message: message(name), advice }),
    ),
  );
}

/** Words that stand one behind another in a note that was not written for users, and nowhere in what was. */
export const internalNotes: Rule = (reading) => {
  if (reading.notes.size === 0) return [];
  const words = wordPlaces(reading.masked);
  return words.flatMap(({ start }, index) => {
    const run = words.slice(index, index + runLength);
    const last = run.at(-1);
    if (last === undefined || !reading.notes.has(run.map(({ word }) => word).join(' '))) return [];
    return [
      findingAt(
        reading,
        { start, end: last.end },
        {
          rule: 'internal-note',
          level: 'blocking',
          message: 'These words stand in a note that was not written for users.',
          advice: 'Say it in words of the record, or take it out.',
        },
      ),
    ];
  });
};
