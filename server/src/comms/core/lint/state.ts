import { matches, missing, type Rule } from './reading.ts';
import type { Finding } from './finding.ts';

const wrong = {
  rule: 'wrong-state',
  level: 'blocking',
  advice: 'Change the state of the incident first, or say what it is now.',
} as const;

/** The words must be those of the stage: an end cannot be claimed before it is recorded, nor work go on after it. */
export const state: Rule = (reading) => {
  const { facts, language } = reading;
  const { over, works, ongoing, known, fixed, says } = language.lexicon;
  const found: Finding[] = [];
  if (facts.stage !== 'resolved')
    found.push(
      ...matches(reading, over, {
        ...wrong,
        message: (words) => `"${words}" says that it is over; the incident is not resolved.`,
      }),
    );
  else
    found.push(
      ...matches(reading, ongoing, {
        ...wrong,
        message: (words) => `"${words}" says that it goes on; the incident is resolved.`,
      }),
    );
  // While a fix is watched things may work again; whether they do while "still working" is said depends on how far it was.
  if (facts.stage === 'investigating' || facts.stage === 'identified' || facts.stage === 'still-working')
    found.push(
      ...matches(reading, works, {
        ...wrong,
        level: facts.stage === 'still-working' ? 'warning' : 'blocking',
        message: (words) => `"${words}" says that it works again; the incident is not that far.`,
      }),
    );
  if (facts.stage === 'investigating')
    found.push(
      ...matches(reading, fixed, {
        ...wrong,
        message: (words) =>
          `"${words}" says that a fix is in place; the incident is still being investigated.`,
      }),
      ...matches(reading, known, {
        ...wrong,
        message: (words) =>
          `"${words}" says that the cause is known; the incident is still being investigated.`,
      }),
    );
  if (reading.text.search(says[facts.stage]) < 0)
    found.push(
      missing(reading, {
        rule: 'stage-not-said',
        level: 'warning',
        message: `The text does not say what the state is: ${facts.stage}.`,
        advice: 'Begin with the state, so that readers know where things stand.',
      }),
    );
  return found;
};
