import { cleanLine } from '../marks.ts';
import { findable } from './names/findable.ts';
import { advice, named, type Place } from './names/named.ts';
import { runLength, wordPlaces } from './notes.ts';
import { isOrdinaryWord } from './names/ordinary-words.ts';
import { findingAt, matches, placesOf, type Reading, type Rule } from './reading.ts';
import { skeletonOf } from './names/skeleton.ts';
import type { Finding } from './finding.ts';

const hosts =
  /\b(?:(?:\d{1,3}\.){3}\d{1,3}(?::\d+|\/\d+)?|(?:[a-z0-9-]+\.)+(?:internal|local|localdomain|corp|lan|intra|intranet|home\.arpa|svc|cluster)\b(?:\.[a-z0-9-]+)*|(?:[a-z]+\d*-){1,4}[a-z]*\d{1,4}(?=[\s,.;:)]|$)|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-[a-z0-9]{8,10}-[a-z0-9]{5}|[a-z]{2}-[a-z]+-\d[a-f]|localhost)\b|(?<![\w:])(?:[a-f0-9]{1,4}:){3,7}[a-f0-9]{1,4}(?![\w:])|(?<![\w@.+-])[a-z][\w.-]*@[a-z][\w-]*(?![\w.-]*\.[a-z])/giu;
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

/** Names of the catalog that are not public. One that is also a plain word of the language is left to people. */
export const internalNames: Rule = (reading) => [
  ...named(reading, reading.knowledge.internalNames, {
    rule: 'internal-name',
    message: (name) => `"${name}" is an internal name.`,
  }).filter((found) => !isMeantPlainly(reading, found)),
  ...spacedIds(reading),
];

/** "Your data is safe" is about no team `data`; "the data team" is, and so is "Data" in the middle of a sentence. */
function isMeantPlainly({ text, sentences, language }: Reading, { start, end }: Place): boolean {
  const word = text.slice(start, end);
  if (!isOrdinaryWord(word)) return false;
  if (/^[\s-]*(?:team|squad|crew|équipe)\b/iu.test(text.slice(end))) return false;
  if (/(?:team|squad|crew|équipe)[\s:-]*["“„«]?\s?$/iu.test(text.slice(0, start))) return false;
  // Every sentence begins with a capital, and so does every German noun.
  return (
    /^\p{Ll}/u.test(word) || sentences.some((sentence) => sentence.start === start) || language.code === 'de'
  );
}

/** People write an id as they speak it: `eu prod`. Of plain words alone it is only a way to say something. */
function spacedIds(reading: Reading): Finding[] {
  const text = skeletonOf(reading.masked);
  return idsIn(reading.knowledge.ids, text).flatMap(({ item: id, name }) =>
    placesOf(text, name).map((place) =>
      findingAt(reading, place, {
        rule: 'internal-name',
        level: 'blocking',
        message: `"${reading.text.slice(place.start, place.end)}" is the internal name "${id}".`,
        advice,
      }),
    ),
  );
}

const idsIn = findable((id: string) => {
  const parts = skeletonOf(cleanLine(id)).split(/[-_.\s]+/u);
  return parts.length < 2 || parts.every((part) => isOrdinaryWord(part)) ? null : parts.join(' ');
});

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
