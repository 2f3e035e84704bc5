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
  const { over, ongoing, known, says } = language.lexicon;
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
  if (facts.stage === 'investigating')
    found.push(
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
