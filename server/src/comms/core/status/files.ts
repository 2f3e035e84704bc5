import { apiDocuments } from './api-v2.ts';
import { badgeOf } from './badge.ts';
import { atomFeed, rssFeed } from './feeds.ts';
import { historyHtml, pageHtml, threadPageHtml } from './page-html.ts';
import type { StatusView } from './view.ts';
import { headline } from './words.ts';

export interface StatusFile {
  readonly type: string;
  readonly text: string;
}

const html = 'text/html; charset=utf-8';

/** The whole page as files, by their path below `/status`; the page itself is ''. Any static host can serve them. */
export function statusFiles(view: StatusView): Map<string, StatusFile> {
  const files = new Map<string, StatusFile>();
  files.set('', { type: html, text: pageHtml(view) });
  files.set('history', { type: html, text: historyHtml(view) });
  for (const thread of view.threads)
    files.set(`incidents/${thread.id}`, { type: html, text: threadPageHtml(view, thread) });
  for (const [path, document] of Object.entries(apiDocuments(view)))
    files.set(`api/v2/${path}`, { type: 'application/json; charset=utf-8', text: JSON.stringify(document) });
  files.set('feed.atom', { type: 'application/atom+xml; charset=utf-8', text: atomFeed(view) });
  files.set('feed.rss', { type: 'application/rss+xml; charset=utf-8', text: rssFeed(view) });
  const svg = 'image/svg+xml; charset=utf-8';
  const top = headline(view.top);
  files.set('badge.svg', { type: svg, text: badgeOf(view.facts.title, top.state) });
  for (const { key, publicName } of view.facts.parts)
    files.set(`badge/${key}.svg`, {
      type: svg,
      text: badgeOf(publicName, view.states.get(key) ?? 'operational'),
    });
  return files;
}
