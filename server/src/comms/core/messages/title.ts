import type { Stage } from '@fieldmarshal/contract/comms/words';

type Phrase = Readonly<Record<Exclude<Stage, 'maintenance'>, string>>;

/** What follows the public name in a title, in the languages there are templates for. */
const phrases: Readonly<Record<string, Phrase>> = {
  en: {
    investigating: 'we are looking into a problem',
    identified: 'the problem is found',
    monitoring: 'a fix is in place',
    resolved: 'the problem is over',
    'still-working': 'we are still working on it',
  },
  de: {
    investigating: 'wir gehen einem Problem nach',
    identified: 'das Problem ist gefunden',
    monitoring: 'eine Lösung ist eingespielt',
    resolved: 'das Problem ist behoben',
    'still-working': 'wir arbeiten weiter daran',
  },
  fr: {
    investigating: 'nous examinons un problème',
    identified: 'le problème est identifié',
    monitoring: 'une correction est en place',
    resolved: 'le problème est résolu',
    'still-working': 'nous y travaillons toujours',
  },
};

const namesMax = 3;

/** The title of a generated message: public names and how far it is, nothing else. At most 200 characters. */
export function titleOf(publicNames: readonly string[], stage: keyof Phrase, language: string): string {
  const phrase = (phrases[language] ?? phrases['en'])?.[stage] ?? '';
  const shown = publicNames.slice(0, namesMax).join(', ');
  const more = publicNames.length > namesMax ? ` +${publicNames.length - namesMax}` : '';
  const title =
    shown === '' ? phrase.charAt(0).toUpperCase() + phrase.slice(1) : `${shown}${more}: ${phrase}`;
  return Array.from(title).slice(0, 200).join('');
}
