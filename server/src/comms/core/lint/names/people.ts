import { cleanLine } from '../../marks.ts';
import type { Finding } from '../finding.ts';
import { advice, named } from './named.ts';
import { mayBeginSentence } from './ordinary-words.ts';
import { findingAt, matches, placesOf, type Reading, type Rule } from '../reading.ts';
import { skeletonOf } from './skeleton.ts';

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

/**
 * Half of somebody's name may be a word of the language: for the author to look at. Every sentence begins with a capital; there
 * only what is nothing but a name. */
function calledNames(reading: Reading): Finding[] {
  const halves = halvesOf(reading.knowledge.people);
  if (halves.size === 0) return [];
  const text = skeletonOf(reading.masked);
  const found = [...text.matchAll(capitalWord)]
    .map((match) => ({ word: match[0], start: match.index, end: match.index + match[0].length }))
    .filter(
      ({ word, start }) =>
        halves.has(word) &&
        !(mayBeginSentence(word) && reading.sentences.some((sentence) => sentence.start === start)),
    );
  const isInWhole = (start: number): boolean =>
    reading.knowledge.people.some((name) =>
      placesOf(text, skeletonOf(cleanLine(name))).some((place) => place.start <= start && start < place.end),
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
  const parts = people
    .map((name) => skeletonOf(cleanLine(name)).split(' '))
    .filter(({ length }) => length > 1);
  const found = new Set(parts.flat().filter((part) => /^\p{Lu}\p{Ll}{2,}$/u.test(part)));
  halves.set(people, found);
  return found;
}
