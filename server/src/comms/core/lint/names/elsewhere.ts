import type { Knowledge } from '../../facts.ts';
import { findable } from './findable.ts';
import type { Place } from './named.ts';
import { isOrdinaryWord } from './ordinary-words.ts';
import { findingAt, placesOf, type Reading, type Rule } from '../reading.ts';

/** What users do with an application that is not hit: by its public name, as it is written there. */
export const otherWorkflows: Rule = (reading) => {
  const { facts, knowledge } = reading;
  const own = new Set(facts.apps.map(({ ref }) => ref));
  const ownNames = new Set(
    knowledge.workflows.flatMap(({ name, application }) => (own.has(application) ? name : [])),
  );
  const names = new Set(workflowsIn(knowledge.workflows, reading.masked).map(({ name }) => name));
  return [...names]
    .filter((name) => !ownNames.has(name))
    .flatMap((name) =>
      placesOf(reading.masked, name)
        .filter((place) => isMeant(reading, name, place))
        .map((place) =>
          findingAt(reading, place, {
            rule: 'app-not-in-record',
            level: 'blocking',
            message: `"${name}" belongs to an application that is not in the impact record.`,
            advice: 'Confirm it in the impact first, or take it out.',
          }),
        ),
    );
};

const workflowsIn = findable(({ name }: Knowledge['workflows'][number]) => name);

/** "You cannot find a person" is a sentence, "Find a person" is a name; one plain word is a name only in quotation marks. */
function isMeant({ text }: Reading, name: string, { start, end }: Place): boolean {
  if (/["“„«']\s?$/u.test(text.slice(0, start))) return true;
  return text.charAt(start) === name.charAt(0) && !isOrdinaryWord(text.slice(start, end));
}

/** Where something is hit, where that is recorded: it is hit nowhere else, as far as anybody knows. */
export const otherPlaces: Rule = (reading) => {
  const { facts, knowledge } = reading;
  const { scope } = facts;
  if (scope === null) return [];
  const recorded = [scope.value, ...facts.said.map(({ text }) => text)].join('\n');
  return placesIn(knowledge.places, reading.masked)
    .filter(({ name }) => placesOf(recorded, name).length === 0)
    .flatMap(({ name }) =>
      placesOf(reading.masked, name)
        .filter(({ start, end }) => !isOrdinaryWord(reading.text.slice(start, end)))
        .map((place) =>
          findingAt(reading, place, {
            rule: 'app-not-in-record',
            // It may also say that people there are well.
            level: 'warning',
            message: `Nothing recorded says that "${name}" is hit; what is recorded is ${scope.value}.`,
            advice: 'Confirm it in the impact first, or take it out.',
          }),
        ),
    );
};

const placesIn = findable((name: string) => name);
