import { ageText, durationText, zonedText } from '../../ui/time-text.ts';
import {
  fireShownMax,
  restOf,
  severityRank,
  severityWord,
  type FireItem,
  type StripsData,
} from './strips.ts';

/**
 * Both strips as HTML for the server to write at `<!--strips-->`, so that the first paint needs no script. The words
 * and classes are those of `FireStrip` and `OnCallStrip`, which take their place; a test compares the two. Escapes
 * every text. Times are UTC, as the viewer's zone is not known yet.
 */
export function stripsHtml(strips: StripsData, nowMs: number): string {
  return `<div class="shell-strips"><section class="strip strip-fire" aria-label="On fire">${fireHtml(strips, nowMs)}</section><section class="strip strip-oncall" aria-label="On call now">${onCallHtml(strips, nowMs)}</section></div>`;
}

function fireHtml(strips: StripsData, nowMs: number): string {
  const { fire } = strips;
  const head = headText(strips, nowMs);
  const items = fire.slice(0, fireShownMax).map((item) => fireItemHtml(item, nowMs));
  const rest = restOf(strips);
  return `<b class="strip-head">${escapeHtml(head)}</b>${items.join('')}${rest > 0 ? `<a class="strip-rest" href="/incidents">+${rest}</a>` : ''}`;
}

/** How many burn; what is open at a site is never passed over. */
export function headText({ fireCount, openAtSites, lastClosed }: StripsData, nowMs: number): string {
  if (openAtSites === 0) return fireCount === 0 ? calmText(lastClosed, nowMs) : `On fire ${fireCount}`;
  const atSites = `${openAtSites} at ${openAtSites === 1 ? 'a site' : 'sites'}`;
  return fireCount === 0 ? `Nothing on fire here, ${atSites}` : `On fire: ${fireCount} here, ${atSites}`;
}

function calmText(lastClosed: StripsData['lastClosed'], nowMs: number): string {
  if (lastClosed === null) return 'Nothing on fire.';
  const age = durationText(Math.max(0, nowMs - Date.parse(lastClosed.at)));
  return `Nothing on fire. Last: ${lastClosed.id}, ${age} ago`;
}

function fireItemHtml(item: FireItem, nowMs: number): string {
  const rank = item.severity === null ? 'none' : severityRank[item.severity];
  const word = item.severity === null ? 'Not assessed' : severityWord[item.severity];
  return `<a class="strip-fire-item" href="/incidents/${encodeURIComponent(item.id)}"><span class="ui-tag ui-tag-${rank}">${item.severity ?? 'SEV?'}<span class="ui-hidden"> ${word}</span></span><span class="ui-mono">${escapeHtml(item.id)}</span><span class="strip-title">${item.drill ? 'DRILL ' : ''}${escapeHtml(item.title)}</span><span class="ui-mono">${ageText(Date.parse(item.openedAt), nowMs, 'UTC')}</span></a>`;
}

function onCallHtml(strips: StripsData, nowMs: number): string {
  const clocks = strips.hubs.map(
    (hub) =>
      `<span class="strip-hub strip-hub-${hub.duty}">${escapeHtml(hub.name)} ${zonedText(nowMs, hub.zone).time.slice(0, 5)} ${hub.duty}</span>`,
  );
  return `<span class="strip-marshal">FM ${escapeHtml(strips.fieldMarshal?.person ?? 'nobody')}</span><span class="strip-clocks">${clocks.join('')}<span class="strip-utc">${zonedText(nowMs, 'UTC').time}Z</span></span>`;
}

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => entities[character] ?? character);
}
