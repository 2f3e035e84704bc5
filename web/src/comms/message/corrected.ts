import type { Communication } from '../comms-api.ts';

/** What a correction says in one language, as it is typed. */
export interface CorrectedWords {
  readonly title: string;
  readonly text: string;
  /** Another name of the incident on the status page; empty: it keeps its own. */
  readonly publicTitle: string;
}

type Sent = Pick<Communication, 'id' | 'title' | 'text' | 'language'>;

/** The words that went, to be corrected. */
export function wordsOf({ title, text }: Sent): CorrectedWords {
  return { title, text, publicTitle: '' };
}

/** Whether anything is said otherwise than it went: a language whose words stay as they are needs no correction. */
export function isCorrected(sent: Sent, { title, text, publicTitle }: CorrectedWords): boolean {
  return title.trim() !== sent.title || text.trim() !== sent.text || publicTitle.trim() !== '';
}

/** What is asked of the server: a correction of each language whose words were changed. */
export function correctionsOf(
  sent: readonly Sent[],
  words: Readonly<Record<string, CorrectedWords>>,
): { id: string; title: string; text: string; publicTitle?: string }[] {
  return sent.flatMap((message) => {
    const own = words[message.id] ?? wordsOf(message);
    if (!isCorrected(message, own)) return [];
    const publicTitle = own.publicTitle.trim();
    const { title, text } = own;
    return [{ id: message.id, title, text, ...(publicTitle === '' ? {} : { publicTitle }) }];
  });
}

/** What keeps the corrections from being drafted; undefined where nothing does. */
export function missingIn(
  sent: readonly Sent[],
  words: Readonly<Record<string, CorrectedWords>>,
): string | undefined {
  const corrections = correctionsOf(sent, words);
  if (corrections.length === 0) return 'Change the words that were wrong, in each language';
  return corrections.some(({ title, text }) => title.trim() === '' || text.trim() === '')
    ? 'Each correction needs a title and a text'
    : undefined;
}
