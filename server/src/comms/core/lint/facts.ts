import { instantIn } from '../times.ts';
import { findable } from './names/findable.ts';
import { findingAt, matches, missing, placesOf, type Rule } from './reading.ts';
import type { Finding } from './finding.ts';

/** Who is hit: every application of the record by its public name, and no other. */
export const apps: Rule = (reading) => {
  const { facts, knowledge, text, publicNames: names } = reading;
  const unnamed = facts.apps.filter(({ publicName }) => publicName === null);
  const absent = names.filter((name) => placesOf(text, name).length === 0 && !text.includes(name));
  const others = publicNamesIn(knowledge.publicNames, reading.masked).filter(
    ({ name }) => !names.some((own) => own.toLowerCase().includes(name.toLowerCase())),
  );
  return [
    ...unnamed.map(({ ref }) =>
      missing(reading, {
        rule: 'app-without-public-name',
        level: 'blocking',
        message: `"${ref}" is hit and has no public name.`,
        advice: 'Give it a public name in the catalog, or reject its row of the impact.',
      }),
    ),
    ...(names.length === absent.length
      ? [
          missing(reading, {
            rule: 'no-app-named',
            level: 'blocking',
            message: 'The text does not say what is affected.',
            advice: 'Name what users use, by its public name.',
          }),
        ]
      : absent.map((name) =>
          missing(reading, {
            rule: 'app-not-named',
            level: 'warning',
            message: `"${name}" is hit and is not named.`,
            advice: 'Name it, or reject its row of the impact.',
          }),
        )),
    ...others.flatMap(({ name }) =>
      placesOf(reading.masked, name).map((place) =>
        findingAt(reading, place, {
          rule: 'app-not-in-record',
          level: 'blocking',
          message: `"${name}" is not in the impact record.`,
          advice: 'Confirm it in the impact first, or take it out.',
        }),
      ),
    ),
  ];
};

const publicNamesIn = findable((name: string) => name);

export const nextUpdate: Rule = (reading) => {
  const { facts, text } = reading;
  if (facts.stage === 'resolved') return [];
  const next = facts.nextUpdateAt?.value;
  if (next === undefined)
    return [
      missing(reading, {
        rule: 'no-next-update',
        level: 'warning',
        message: 'No time of the next update is set.',
        advice: 'Promise one, also when there may be nothing new.',
      }),
    ];
  const found: Finding[] = [];
  if (next <= facts.now)
    found.push(
      missing(reading, {
        rule: 'next-update-past',
        level: 'blocking',
        message: 'The promised next update lies in the past.',
        advice: 'Promise a later time.',
      }),
    );
  if (!instantIn(text, next, facts))
    found.push(
      missing(reading, {
        rule: 'no-next-update',
        level: 'warning',
        message: 'The text does not say when the next update comes.',
        advice: 'Add the time of the next update.',
      }),
    );
  return found;
};

export const symptom: Rule = (reading) => {
  const { symptoms } = reading.language.lexicon;
  if (Object.values(symptoms).some((pattern) => reading.masked.search(pattern) >= 0)) return [];
  return [
    missing(reading, {
      rule: 'no-symptom',
      level: 'warning',
      message: 'The text does not say what users notice.',
      advice: 'Say it in one sentence: errors, delays, a sign-in that fails.',
    }),
  ];
};

export const links: Rule = (reading) =>
  matches(reading, /\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+/giu, {
    rule: 'link',
    level: 'warning',
    message: (found) => `"${found}" leads out of the message.`,
    advice: 'Open it once as a reader would, without signing in.',
  });
