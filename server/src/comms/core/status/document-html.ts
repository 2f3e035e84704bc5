import { shown } from './escape.ts';
import type { StatusFacts } from './published.ts';
import { style } from './style.ts';

/** A whole document of the status page: no script, nothing from elsewhere; addresses are from the root of whatever serves it. */
export function documentHtml({
  facts,
  title,
  body,
}: {
  readonly facts: Pick<StatusFacts, 'title' | 'subscribeUrl' | 'signInUrl' | 'accountUrl' | 'root'>;
  readonly title: string;
  readonly body: string;
}): string {
  const { root, accountUrl } = facts;
  const links = [
    [facts.subscribeUrl, 'Subscribe by e-mail'],
    [facts.signInUrl, 'Sign in'],
    [accountUrl, 'Account'],
  ].flatMap(([url, words]) => (url == null ? [] : `<a href="${shown(url)}">${words}</a>`));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${shown(title)}</title><link rel="alternate" type="application/atom+xml" href="${root}/feed.atom"><link rel="icon" href="${root}/badge.svg"><style>${style}</style></head><body><header><p>${shown(facts.title)}</p><nav><a href="${root}">Now</a><a href="${root}/history">History</a>${links.join('')}</nav></header><main>${body}</main><footer><a href="${root}/feed.atom">Atom</a><a href="${root}/feed.rss">RSS</a><a href="${root}/api/v2/summary.json">JSON</a><p>Times are UTC. What stands here was written or approved by a person.</p></footer></body></html>`;
}
