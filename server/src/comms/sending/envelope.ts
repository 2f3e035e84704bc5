import type { StoredCommunication } from '../messages/communication-store.ts';

interface Words {
  readonly page: string;
  readonly stop: string;
  readonly correction: string;
}

const english: Words = { page: 'Status page', stop: 'No more of these mails', correction: 'Correction' };
const words: Readonly<Record<string, Words>> = {
  de: { page: 'Statusseite', stop: 'Keine weiteren dieser Mails', correction: 'Richtigstellung' },
  fr: { page: 'Page d’état', stop: 'Ne plus recevoir ces messages', correction: 'Rectification' },
};

/** What stands around the approved text, the same around each: in its language, and English where we have none. */
export function envelopeOf({ language }: Pick<StoredCommunication, 'language'>): Words {
  return words[language.split('-')[0] ?? ''] ?? english;
}
