import { escapeHtml, severityTag, type Known } from '../core/page-message.ts';
import { style } from './style.ts';

/** What the answer page shows; instants are `Date`s of the database. */
export interface AnswerView {
  readonly incidentId: string;
  readonly incidentUrl: string;
  readonly title: string;
  readonly severity: string | null;
  readonly state: 'open' | 'acknowledged' | 'declined' | 'closed';
  readonly person: string;
  /** Whom they shadow: their answer stops nothing. */
  readonly shadowOf: string | null;
  readonly why: string;
  readonly reason: string;
  readonly known: readonly Known[];
  readonly openedAt: Date;
  readonly endedAt: Date | null;
  readonly answeredBy: string | null;
  readonly endedWhy: string | null;
  readonly next: { readonly people: readonly string[]; readonly dueAt: Date } | null;
  /** Everything this person is asked at the moment, this page included. */
  readonly open: readonly { readonly id: string; readonly incidentId: string; readonly title: string }[];
  readonly now: Date;
}

/** The answer page: plain HTML without scripts, under 10 KiB; looking at it changes nothing. */
export function answerPageHtml(view: AnswerView): string {
  const { incidentId, title, severity, openedAt, now } = view;
  const body = `<div class="bar"><span class="sev ${severity ?? 'none'}">${severityTag(severity)}</span>
<span>${escapeHtml(incidentId)}</span><span>paged ${age(now.getTime() - openedAt.getTime())} ago</span></div>
<h1>${escapeHtml(short(title, 200))}</h1>
${standing(view)}
<section><h2>What we know</h2><dl>${rows(view)}</dl></section>
${actions(view)}`;
  return documentOf(`${incidentId} ${short(title, 60)}`, body);
}

/** For links that are not, or no longer, good, and for the moment storage is away. */
export function noticeHtml(heading: string, text: string): string {
  return documentOf(heading, `<h1>${escapeHtml(heading)}</h1><p class="said">${escapeHtml(text)}</p>`);
}

function documentOf(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

function standing(view: AnswerView): string {
  if (view.shadowOf !== null) return shadowStanding(view, view.shadowOf);
  const at = view.endedAt === null ? '' : ` at ${clock(view.endedAt)} UTC`;
  switch (view.state) {
    case 'acknowledged':
      return `<p class="said">Acknowledged by ${escapeHtml(view.answeredBy ?? '')}${at}. Nobody else is paged for it.</p>`;
    case 'declined':
      return `<p class="said">You cannot take it${at}. Others are being asked.</p>`;
    case 'closed':
      return `<p class="said">No answer is needed any more: ${escapeHtml(view.endedWhy ?? 'it is over')}${at}.</p>`;
    case 'open':
      return `<p>Hello ${escapeHtml(view.person)}: paged as ${escapeHtml(view.why)}.</p>${goesTo(view)}`;
  }
}

/** A shadow is told whom they are beside, and that the paging goes on without them. */
function shadowStanding({ state, person, answeredBy, endedWhy }: AnswerView, of: string): string {
  const beside = `You shadow ${escapeHtml(of)}. Your answer stops no paging.`;
  switch (state) {
    case 'acknowledged':
      return `<p class="said">You follow.</p><p>${beside}</p>`;
    case 'declined':
      return `<p class="said">You said that you cannot follow.</p><p>${beside}</p>`;
    case 'closed':
      return `<p class="said">${escapeHtml(endedWhy ?? `${answeredBy ?? 'Somebody'} has it`)}.</p><p>${beside}</p>`;
    case 'open':
      return `<p>Hello ${escapeHtml(person)}. ${beside}</p>`;
  }
}

function goesTo({ next, now }: AnswerView): string {
  if (next === null) return '<p>Nobody else will be asked after this.</p>';
  const leftMs = next.dueAt.getTime() - now.getTime();
  const when = leftMs <= 0 ? 'now' : `in ${duration(leftMs)}, at ${clock(next.dueAt)} UTC`;
  const [first = '', ...others] = next.people;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `<p>Goes to ${escapeHtml(first)}${more} ${when}.</p>`;
}

function rows({ known, reason, openedAt }: AnswerView): string {
  const lines = [
    ...known,
    { label: 'Reason', value: reason },
    { label: 'Paged', value: `${day(openedAt)}, ${clock(openedAt)} UTC` },
  ];
  return lines
    .map(
      ({ label, value }) =>
        `<dt>${escapeHtml(short(label, 60))}</dt><dd>${escapeHtml(short(value, 300))}</dd>`,
    )
    .join('');
}

const listMax = 10;

function actions({ state, incidentUrl, incidentId, open, shadowOf }: AnswerView): string {
  const link = `<a class="link" href="${escapeHtml(incidentUrl)}">Open ${escapeHtml(incidentId)}</a>`;
  const all = acknowledgeAll(open);
  const mayAnswer = state === 'open' || state === 'declined' || (state === 'closed' && shadowOf !== null);
  if (!mayAnswer) return `${listOf(open)}<div class="do">${all}${link}</div>`;
  const words = shadowOf === null ? ['ACKNOWLEDGE', 'Take it after all'] : ['FOLLOW', 'Follow after all'];
  const main = words[state === 'open' ? 0 : 1] ?? '';
  const refusal = shadowOf === null ? 'Cannot take it' : 'Cannot follow';
  const cannot = `<form method="post"><button name="answer" value="cannot">${refusal}</button></form>`;
  return `${listOf(open)}<div class="do"><form method="post"><button class="main" name="answer" value="acknowledge">${main}</button></form>
${all}${state === 'open' ? `<div class="pair">${cannot}${link}</div>` : link}</div>`;
}

function listOf(open: AnswerView['open']): string {
  if (open.length < 2) return '';
  const shown = open.slice(0, listMax);
  const items = shown.map(
    ({ incidentId, title }) => `<li>${escapeHtml(incidentId)} ${escapeHtml(short(title, 80))}</li>`,
  );
  const rest = open.length > shown.length ? `<li>and ${open.length - shown.length} more</li>` : '';
  return `<ul aria-label="Your open pages">${items.join('')}${rest}</ul>`;
}

/** Only what is listed now is acknowledged: not what comes while this is being read. */
function acknowledgeAll(open: AnswerView['open']): string {
  if (open.length < 2) return '';
  const ids = open.map(({ id }) => `<input type="hidden" name="page" value="${escapeHtml(id)}">`).join('');
  return `<form method="post">${ids}<button name="answer" value="acknowledge-all">Acknowledge all ${open.length}</button></form>`;
}

function short(text: string, max: number): string {
  const letters = Array.from(text);
  return letters.length > max ? `${letters.slice(0, max - 1).join('')}…` : text;
}

/** `21 Nov 2026` */
function day(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
}

function clock(at: Date): string {
  return at.toISOString().slice(11, 16);
}

/** `12m`: as exact as people read it. */
function age(ms: number): string {
  return duration(ms).replace(/^(\d+[mh]) .*/, '$1');
}

function duration(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s} s`;
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${minutes}m ${s % 60}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h ${minutes % 60}m` : `${Math.floor(hours / 24)} d`;
}
