import { paragraphs, plain, shown } from './escape.ts';
import type { Thread, Update } from './threads.ts';
import type { StatusView } from './view.ts';
import { stageWords } from './words.ts';

const entriesMax = 50;

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly at: number;
  /** Later than `at` where its title was corrected since. */
  readonly changedAt: number;
  readonly body: string;
  readonly language: string;
}

/** Every message, the newest first: each is an entry of its own, so that a reader misses none. */
function entriesOf({ facts, threads, maintenance }: StatusView): Entry[] {
  const said = threads.flatMap((thread) =>
    thread.updates.map((update) => {
      const { id, sentAt, body, language, shownStage, corrects } = update;
      const { title, changedAt } = titleNow(update, thread);
      return {
        id,
        title: `${stageWords[shownStage]}: ${plain(title)}${corrects === null ? '' : ' (correction)'}`,
        link: `${facts.url}/incidents/${thread.id}`,
        at: sentAt,
        changedAt,
        body,
        language,
      };
    }),
  );
  const planned = maintenance.map(({ messageId: id, isCalledOff, title, sentAt, body, language }) => ({
    id,
    title: `${isCalledOff ? 'Called off' : 'Maintenance'}: ${plain(title)}`,
    link: facts.url,
    at: sentAt,
    changedAt: sentAt,
    body,
    language,
  }));
  return [...said, ...planned].toSorted((a, b) => b.at - a.at).slice(0, entriesMax);
}

/** A reader that has the first entry of an incident must not keep a name that was corrected; its words stay as they were sent. */
function titleNow(
  { title, sentAt }: Update,
  { title: now, formerTitles }: Thread,
): { title: string; changedAt: number } {
  const until = formerTitles.findLast((former) => former.title === title && former.until > sentAt)?.until;
  return until === undefined
    ? { title, changedAt: sentAt }
    : { title: `${now} (title corrected)`, changedAt: formerTitles.at(-1)?.until ?? until };
}

export function atomFeed(view: StatusView): string {
  const { facts } = view;
  const entries = entriesOf(view);
  const updated = new Date(Math.max(0, ...entries.map(({ changedAt }) => changedAt))).toISOString();
  const items = entries.map(
    ({ id, title, link, at, changedAt, body, language }) =>
      `<entry xml:lang="${shown(language)}"><id>${shown(`${facts.url}/messages/${id}`)}</id><title>${shown(title)}</title><link href="${shown(link)}"/><published>${new Date(at).toISOString()}</published><updated>${new Date(changedAt).toISOString()}</updated><content type="html">${shown(paragraphs(body))}</content></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${shown(facts.url)}</id><title>${shown(facts.title)}</title><author><name>${shown(facts.title)}</name></author><updated>${updated}</updated><link href="${shown(facts.url)}"/><link rel="self" href="${shown(facts.url)}/feed.atom"/>${items.join('')}</feed>`;
}

export function rssFeed(view: StatusView): string {
  const { facts } = view;
  const items = entriesOf(view).map(
    ({ id, title, link, at, body }) =>
      `<item><guid isPermaLink="false">${shown(`${facts.url}/messages/${id}`)}</guid><title>${shown(title)}</title><link>${shown(link)}</link><pubDate>${new Date(at).toUTCString()}</pubDate><description>${shown(paragraphs(body))}</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>${shown(facts.title)}</title><link>${shown(facts.url)}</link><description>${shown(`Incidents and maintenance of ${facts.title}`)}</description>${items.join('')}</channel></rss>`;
}
