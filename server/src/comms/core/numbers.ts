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

/** Words that say how many, with what they are in digits; those that say it roughly are their own value. "One" says nothing of it. */
const wordsFor: Readonly<Record<string, readonly string[]>> = {
  en: [
    'two 2|three 3|four 4|five 5|six 6|seven 7|eight 8|nine 9|ten 10|eleven 11|twelve 12|thirteen 13|fourteen 14|fifteen 15|twenty 20|thirty 30',
    'forty 40|fifty 50|sixty 60|seventy 70|eighty 80|ninety 90|hundred 100|thousand 1000|hundreds|thousands|million|millions|dozen 12|dozens',
    'half|third|thirds|quarter|quarters',
  ],
  de: [
    'zwei 2|drei 3|vier 4|fünf 5|sechs 6|sieben 7|acht 8|neun 9|zehn 10|elf 11|zwölf 12|fünfzehn 15|zwanzig 20|dreißig 30|vierzig 40|fünfzig 50',
    'sechzig 60|siebzig 70|achtzig 80|neunzig 90|hundert 100|hunderte|tausend 1000|tausende|dutzend 12|dutzende|hälfte|drittel|viertel',
  ],
  fr: [
    'deux 2|trois 3|quatre 4|cinq 5|six 6|sept 7|huit 8|neuf 9|dix 10|onze 11|douze 12|quinze 15|vingt 20|trente 30|quarante 40|cinquante 50',
    'soixante 60|cent 100|cents|centaines|centaine|mille 1000|milliers|douzaine 12|douzaines|dizaine 10|dizaines|moitié|tiers|quart|quarts',
  ],
};
const values = new Map(
  Object.entries(wordsFor).map(([code, lines]) => [
    code,
    new Map(
      lines
        .flatMap((line) => line.split('|'))
        .map((each) => {
          const [word = '', value = word] = each.split(' ');
          return [word, value] as const;
        }),
    ),
  ]),
);

/** Numbers of a text that are written in words of its language; parts of longer words are none. */
export function numberWordsOf(
  text: string,
  code: string,
): { value: string; word: string; start: number; end: number }[] {
  const known = values.get(code);
  return [...text.matchAll(/(?<![\p{L}\p{N}-])\p{L}+(?![\p{L}\p{N}-])/gu)].flatMap(({ 0: found, index }) => {
    const word = found.toLowerCase();
    const value = known?.get(word);
    return value === undefined ? [] : [{ value, word, start: index, end: index + found.length }];
  });
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
  const { code } = languageOf(facts.language);
  return new Set(
    texts.flatMap((text) => [
      ...numbersOf(text).map(({ value }) => value),
      ...numberWordsOf(text, code).flatMap(({ value, word }) => [value, word]),
    ]),
  );
}
