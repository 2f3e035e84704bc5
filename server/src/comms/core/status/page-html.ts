import type { Day, PartHistory } from './history.ts';
import type { StatusView } from './view.ts';
import { paragraphs, shown } from './escape.ts';
import { documentHtml } from './document-html.ts';
import {
  dateText,
  dayWords,
  headline,
  percent,
  stageWords,
  stateWords,
  timeHtml,
  type ShownState,
} from './words.ts';
import type { Maintenance, Thread } from './threads.ts';
import type { Part, StatusFacts } from './published.ts';

/** Resolved incidents stay on the first page for this long; the history has all. */
const recentMs = 14 * 86_400_000;

/** The page itself: what is now, what each part was like, what was said. Works without scripts. */
export function pageHtml(view: StatusView): string {
  const { facts, threads, maintenance } = view;
  const open = threads.filter(({ stage }) => stage !== 'resolved');
  const recent = threads.filter(
    ({ stage, changedAt }) => stage === 'resolved' && changedAt > facts.now - recentMs,
  );
  // Who read of it must read that it is off, until the day has come.
  const ahead = maintenance.filter(
    ({ state, isCalledOff, startsAt }) => state !== 'completed' || (isCalledOff && startsAt > facts.now),
  );
  const top = headline(view.top);
  return documentHtml({
    facts,
    title: facts.title,
    body: `<div class="now">${glyph(top.state)}<div><h1>${top.text}</h1><p class="q">As of ${timeHtml(facts.now)}. ${countText(view)}</p></div></div>
${open.map((thread) => threadHtml(thread, facts)).join('')}
${ahead.length === 0 ? '' : `<h2>Planned maintenance</h2>${ahead.map((each) => maintenanceHtml(each, facts.parts)).join('')}`}
<h2>Parts</h2>${partsHtml(view)}
<h2>Recently over</h2>${recent.length === 0 ? '<p class="q">Nothing was reported in the last 14 days.</p>' : recent.map((thread) => threadHtml(thread, facts)).join('')}`,
  });
}

/** Everything that was ever published, by month. */
export function historyHtml({ facts, threads, maintenance }: StatusView): string {
  const months = Map.groupBy(threads, ({ startedAt }) => dateText(startedAt).replace(/^\d+ /, ''));
  const over = maintenance.filter(({ state }) => state === 'completed');
  const sections = [...months].map(
    ([month, list]) => `<h2>${month}</h2>${list.map((thread) => threadHtml(thread, facts)).join('')}`,
  );
  return documentHtml({
    facts,
    title: `History: ${facts.title}`,
    body: `<h1>History</h1>${threads.length === 0 ? '<p class="q">Nothing has been reported yet.</p>' : sections.join('')}
${over.length === 0 ? '' : `<h2>Maintenance that is over</h2>${over.map((each) => maintenanceHtml(each, facts.parts)).join('')}`}`,
  });
}

/** One incident with all that was said about it. */
export function threadPageHtml({ facts }: StatusView, thread: Thread): string {
  return documentHtml({
    facts,
    title: `${thread.title}: ${facts.title}`,
    body: threadHtml(thread, facts).replace('<h3>', '<h1>').replace('</h3>', '</h1>'),
  });
}

function countText({ facts, states }: StatusView): string {
  const well = [...states.values()].filter((state) => state === 'operational').length;
  return facts.parts.length === 0 ? '' : `${well} of ${facts.parts.length} parts operational.`;
}

function threadHtml(thread: Thread, { parts, root }: Pick<StatusFacts, 'parts' | 'root'>): string {
  const { id, title, formerTitles, stage, worst, startedAt, resolvedAt, updates } = thread;
  const until = resolvedAt === null ? '' : ` to ${timeHtml(resolvedAt)}`;
  const items = updates.map(
    (update) =>
      `<li lang="${shown(update.language)}"><b>${stageWords[update.shownStage]}</b> <span class="q">${timeHtml(update.sentAt)}${update.corrects === null ? '' : ', a correction'}${update.correctedAt === null ? '' : `, corrected ${timeHtml(update.correctedAt)}`}</span>${paragraphs(update.body)}</li>`,
  );
  const renamed = formerTitles.map(
    (former) =>
      `<p class="q">Until ${timeHtml(former.until)} it was called “${shown(former.title)}”; that was corrected.</p>`,
  );
  return `<article class="card"><h3><a href="${root}/incidents/${id}">${shown(title)}</a></h3>${renamed.join('')}
<p class="q">${stageWords[stage]}, ${stateWords[worst].toLowerCase()}. Since ${timeHtml(startedAt)}${until}. ${namesOf(thread.parts, parts)}</p>
<ol class="updates">${items.join('')}</ol></article>`;
}

function namesOf(keys: readonly string[], parts: readonly Part[]): string {
  const names = parts.filter(({ key }) => keys.includes(key)).map(({ publicName }) => shown(publicName));
  return names.length === 0 ? '' : `Affects ${names.join(', ')}.`;
}

const maintenanceWords = { scheduled: 'Planned', in_progress: 'In progress', completed: 'Over' } as const;

function maintenanceHtml(each: Maintenance, parts: readonly Part[]): string {
  const { title, state, isCalledOff, startsAt, endsAt, body, language } = each;
  const when = isCalledOff
    ? `Called off: it was planned for ${timeHtml(startsAt)}`
    : `${maintenanceWords[state]}: ${timeHtml(startsAt)} to ${timeHtml(endsAt)}`;
  return `<article class="card" lang="${shown(language)}"><h3>${shown(title)}</h3><p class="q">${when}. ${namesOf(each.parts, parts)}</p>${paragraphs(body)}</article>`;
}

function partsHtml(view: StatusView): string {
  const { facts } = view;
  if (facts.parts.length === 0) return '<p class="q">No part has a public name yet.</p>';
  const tops = facts.parts.filter(({ parent }) => parent === null);
  const items = tops.map((part) => {
    const below = facts.parts.filter(({ parent }) => parent === part.key);
    return `<li>${partHtml(view, part)}${below.map((each) => `<div class="sub">${partHtml(view, each, 'small')}</div>`).join('')}</li>`;
  });
  return `<ul class="parts">${items.join('')}</ul><p class="q">The last 90 days in UTC, today on the right. A dashed day is one of which nothing is known; it counts neither as up nor as down.</p>`;
}

function partHtml({ states, histories }: StatusView, part: Part, size: 'full' | 'small' = 'full'): string {
  const state = states.get(part.key) ?? 'operational';
  const row = `<div class="row"><span>${size === 'full' ? '<b>' : ''}<bdi>${shown(part.publicName)}</bdi>${size === 'full' ? '</b>' : ''}</span>${stateHtml(state)}</div>`;
  const history = histories.get(part.key);
  return size === 'small' || history === undefined ? row : row + daysHtml(history);
}

function stateHtml(state: ShownState): string {
  return `<span class="st">${glyph(state)}<b>${stateWords[state]}</b></span>`;
}

const paths: Readonly<Record<ShownState, string>> = {
  operational: '<circle cx="7" cy="7" r="4"/>',
  degraded: '<path d="M7 1.5 13 12.5H1z"/>',
  'wrong-data': '<path fill-rule="evenodd" d="M7 1.5 13 12.5H1zM6.3 5.5v3h1.4v-3zM6.3 9.5v1.4h1.4V9.5z"/>',
  'partial-outage': '<path fill-rule="evenodd" d="M7 1 13 7 7 13 1 7zM7 4.5 4.5 7H9.5z"/>',
  'major-outage':
    '<path fill-rule="evenodd" d="M4.2.8h5.6l3.4 3.4v5.6l-3.4 3.4H4.2L.8 9.8V4.2zM4.2 5.4 5.8 7 4.2 8.6l1.2 1.2L7 8.2l1.6 1.6 1.2-1.2L8.2 7l1.6-1.6-1.2-1.2L7 5.8 5.4 4.2z"/>',
  maintenance: '<path d="M7 1l6 6-6 6-6-6z"/>',
};

function glyph(state: ShownState): string {
  return `<svg class="g ${state}" viewBox="0 0 14 14" aria-hidden="true">${paths[state]}</svg>`;
}

/** How high the bar of a day is, so that it reads without colour too: well days are low, outages reach the top. */
const heights: Readonly<Record<Day['state'], number>> = {
  up: 10,
  degraded: 16,
  'wrong-data': 22,
  maintenance: 16,
  'partial-outage': 22,
  'major-outage': 28,
  unknown: 10,
};

/** The bars of all days of one state are one path: twenty parts of ninety days each are a page of tens of kilobytes, not hundreds. */
function daysHtml({ days, uptime, known }: PartHistory): string {
  const placed = days.map((day, index) => ({ ...day, x: index * 4 + 0.5 }));
  const bars = [...Map.groupBy(placed, ({ state }) => state)].map(([state, list]) => {
    const height = heights[state];
    const path = list.map(({ x }) => `M${x} 28v-${height}h3v${height}z`).join('');
    return `<path class="${state}"${state === 'unknown' ? ' stroke-dasharray="2 2"' : ''} d="${path}"/>`;
  });
  const told = placed
    .filter(({ state }) => state !== 'up' && state !== 'unknown')
    .map(
      ({ at, state, x }) =>
        `<rect class="hit" x="${x}" y="0" width="3" height="28"><title>${dateText(at)}: ${dayWords[state]}</title></rect>`,
    );
  const counted = Map.groupBy(days, ({ state }) => state);
  const words = [...counted].map(([state, list]) => `${list.length} ${dayWords[state]}`).join(', ');
  const share =
    known >= 0.9995 ? '' : `; ${known < 0.01 ? 'less than 1%' : percent(known)} of these days is known`;
  return `<svg class="days" viewBox="0 0 ${days.length * 4} 28" preserveAspectRatio="none" role="img" aria-label="${days.length} days: ${words}">${bars.join('')}${told.join('')}</svg><p class="q">Uptime ${percent(uptime)}${uptime === null ? '' : share}</p>`;
}
