import type { DraftFacts } from './facts.ts';
import { languageOf } from './language/index.ts';
import { timeFor } from './times.ts';

/** Numbers of a text as they are written: `14:00`, `2.5`, `1,200`; digits inside of words count too. */
export function numbersOf(text: string): { value: string; start: number; end: number }[] {
  return [...text.matchAll(/\d+(?:[.,:]\d+)*/gu)].map((match) => ({
    value: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Every number that the facts of a message contain, in the forms in which it may be written. */
export function allowedNumbers(facts: DraftFacts): ReadonlySet<string> {
  const { startedAt, resolvedAt, nextUpdateAt, corrects, scope, workaround, said, apps, customers } = facts;
  const times = [startedAt, resolvedAt, nextUpdateAt, corrects].flatMap((fact) =>
    fact === null ? [] : [timeFor(fact.value, facts), timeFor(fact.value, { ...facts, timeZone: 'UTC' })],
  );
  const texts = [
    ...times,
    scope?.value ?? '',
    workaround?.value ?? '',
    ...said.map(({ text }) => text),
    ...apps.map(({ publicName }) => publicName ?? ''),
    String(apps.length),
    ...apps.map((_, index) => String(index)),
    ...(customers === null
      ? []
      : [String(customers.value), customers.value.toLocaleString(languageOf(facts.language).code)]),
  ];
  return new Set(texts.flatMap((text) => numbersOf(text).map(({ value }) => value)));
}
