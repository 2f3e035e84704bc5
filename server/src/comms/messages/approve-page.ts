import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  approveLanguagesInput,
  byId,
  type AudiencePreview,
  type Communication,
} from '@fieldmarshal/contract/comms';
import { authenticate } from '#identity';
import { requireScope } from '#incidents';
import { AppError, asAppError, httpStatus, type Ctx, type Env } from '#platform';
import { documentHtml } from '../core/status/document-html.ts';
import { paragraphs, shown } from '../core/status/escape.ts';
import { privateHeaders } from '../status/headers.ts';
import { approveLanguages, languageName, undoLanguages } from './languages/approve-languages.ts';
import { approveCommunication, undoApproval } from './approve.ts';
import { getCommunication, listDrafts, previewAudience } from './read.ts';

/** Where a browser may not say where a form comes from, its `Origin` is "null", and a write by cookie is no write of ours. */
const pageHeaders = { ...privateHeaders, 'referrer-policy': 'same-origin' } as const;

/** `/c/{communication}`: read and approve on a phone. Plain HTML for who is signed in; looking at it changes nothing. */
export async function approvePage(parent: FastifyInstance, env: Env): Promise<void> {
  await parent.register(async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 8 * 1024 },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    app.setErrorHandler(async (error, request, reply) => {
      const known = asAppError(error);
      if (known === null) throw error;
      return page(reply, notDone(known, request.url), httpStatus(known.code));
    });
    app.get('/c/:id', async (request, reply) => {
      const ctx = await ctxOf(env, request);
      if (ctx === null) return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`);
      const { id } = byId.parse(request.params);
      const [message, audience] = await Promise.all([
        getCommunication(ctx, { id }),
        previewAudience(ctx, { id }),
      ]);
      return page(reply, bodyOf(message, audience, await languagesOf(ctx, message)));
    });
    app.post('/c/:id', async (request, reply) => {
      const ctx = await ctxOf(env, request);
      if (ctx === null) return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`, 303);
      const { id } = byId.parse(request.params);
      const message = await getCommunication(ctx, { id });
      if (message.incidentId !== null) await requireScope(ctx, message.incidentId);
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      await press(ctx, message, form);
      return reply.headers(pageHeaders).redirect(`/c/${id}`, 303);
    });
  });
}

/** What the button says; `message` of the form is what was read of each language: its id, its hash, and the basis where something had changed. */
async function press(ctx: Ctx, message: Communication, form: URLSearchParams): Promise<unknown> {
  const basis = form.get('basis');
  switch (form.get('do') ?? 'approve') {
    case 'undo':
      return undoApproval(ctx, message);
    case 'undo-all': {
      const leaving = (await languagesOf(ctx, message)).filter(({ state }) => state === 'approved');
      return undoLanguages(ctx, { ids: leaving.map(({ id }) => id) });
    }
    case 'approve-all': {
      const read = form.getAll('message').map((words) => words.split(' '));
      // They are all of one incident, by the verb; it is that of this page, whose scope was asked for.
      if (!read.some(([id]) => id === message.id)) throw new AppError('invalid', 'Please read it again.');
      const messages = read.map(([id, hash, acceptBasis]) => ({ id, hash, acceptBasis }));
      return approveLanguages(ctx, approveLanguagesInput.parse({ messages }));
    }
    default:
      return approveCommunication(ctx, {
        id: message.id,
        hash: form.get('hash') ?? '',
        ...(basis === null ? {} : { acceptBasis: basis }),
      });
  }
}

/** A message in every language in which it has not left, this one among them. */
async function languagesOf(ctx: Ctx, { incidentId, inLanguages }: Communication) {
  if (incidentId === null || inLanguages.length < 2) return [];
  const { items } = await listDrafts(ctx, { id: incidentId });
  return items.filter(({ id }) => inLanguages.some((each) => each.id === id));
}

/** Why it was not done, with the way on from there: whoever must show once more who they are has no other screen than this. */
export function notDone({ code, publicMessage }: AppError, url: string): string {
  const way =
    code === 'sign-in-again'
      ? `<a href="/sign-in?again=1&amp;to=${encodeURIComponent(url)}">Show that it is you</a>`
      : '<a href="">Read it again</a>';
  return `<h1>Not done</h1><p class="wrong">${shown(publicMessage)}</p><p>${way}</p>`;
}

async function ctxOf(env: Env, request: FastifyRequest): Promise<Ctx | null> {
  const actor = await authenticate(env, request);
  return actor?.kind === 'person' ? { env, actor, requestId: request.id, pool: 'web' } : null;
}

function bodyOf(
  message: Communication,
  audience: AudiencePreview,
  languages: readonly Communication[],
): string {
  const { id, incidentId, facts, language } = message;
  const told = audience.byChannel.map(({ channel, count }) => `${count} by ${channel}`).join(', ');
  return `<h1>${shown(`${incidentId ?? 'Maintenance'}: ${standing(message)}`)}</h1>
<p class="q">${shown(`${message.audience}, ${language}. ${told === '' ? 'Nobody directly' : told}${audience.onPage ? ', and the status page' : ''}.`)}</p>
${wordsOf(message)}
<h2>Facts used</h2>${facts.length === 0 ? '<p class="q">A person wrote it.</p>' : list(facts.map(({ text: words, evidence }) => `${words} (${evidence})`))}
${actionOf(message)}${allOf(message, languages)}<p><a href="/incidents/${shown(incidentId ?? '')}">Open the room</a></p><p class="q">${shown(id)}</p>`;
}

/** All that is approved, what changed since it was drafted, and what speaks against it. */
function wordsOf({
  title,
  corrects,
  publicTitle,
  text,
  brief,
  findings,
  changes,
  language,
}: Communication): string {
  return `<div class="card" lang="${shown(language)}"><h2>${shown(title)}</h2>${corrects === null ? '' : `<p class="q" lang="en">It corrects ${shown(corrects)}</p>`}${publicTitle === null ? '' : `<p class="q" lang="en">It renames the incident on the status page: <b lang="${shown(language)}">${shown(publicTitle)}</b></p>`}${paragraphs(text)}${brief === null ? '' : `<h3>In chats</h3>${paragraphs(brief)}`}</div>
${changes.length === 0 ? '' : `<div class="wrong"><b>Changed since it was drafted</b>${list(changes)}</div>`}
${list(findings.map(({ level, message: words }) => `${level === 'blocking' ? 'Blocks' : 'Look at'}: ${words}`))}`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${shown(item)}</li>`).join('')}</ul>`;
}

function standing({ state }: Communication): string {
  return {
    draft: 'approve a message',
    approved: 'approved, about to leave',
    sent: 'sent',
    discarded: 'thrown away',
  }[state];
}

/** The words approved are those on this page: their hash goes with the button, and what changed since drafting, as it is shown here. */
function actionOf({ state, hash, basis, changes, findings }: Communication): string {
  if (state === 'approved')
    return '<form method="post"><button name="do" value="undo">Take back</button></form>';
  if (state !== 'draft') return '';
  if (findings.some(({ level }) => level === 'blocking'))
    return '<p class="wrong">It cannot be approved as it is. Edit it in the room.</p>';
  const seen = changes.length === 0 ? '' : `<input type="hidden" name="basis" value="${shown(basis)}">`;
  return `<form method="post"><input type="hidden" name="hash" value="${shown(hash)}">${seen}<button>Approve and send</button></form>`;
}

/** The same message in the languages that wait with this one, to be read and approved together; or to be taken back together. */
function allOf(message: Communication, languages: readonly Communication[]): string {
  const same = languages.filter(({ state }) => state === message.state);
  if (same.length < 2) return '';
  if (message.state === 'approved')
    return `<form method="post"><button name="do" value="undo-all">Take back all ${same.length} languages</button></form>`;
  const others = same.filter(({ id }) => id !== message.id).map((other) => otherHtml(other));
  const blocked = same.filter(({ findings }) => findings.some(({ level }) => level === 'blocking'));
  const names = blocked.map(({ language }) => languageName(language)).join(', ');
  const read = same.map(({ id, hash, basis, changes }) =>
    [id, hash, ...(changes.length === 0 ? [] : [basis])].join(' '),
  );
  const fields = read.map((words) => `<input type="hidden" name="message" value="${shown(words)}">`).join('');
  return `${others.join('')}${
    blocked.length > 0
      ? `<p class="wrong">${shown(`They cannot be approved together: ${names} cannot go out as it is.`)}</p>`
      : `<form method="post">${fields}<button name="do" value="approve-all">Approve all ${same.length} languages</button></form>`
  }`;
}

function otherHtml(other: Communication): string {
  return `<h2>${shown(languageName(other.language))}</h2>${wordsOf(other)}`;
}

function page(reply: FastifyReply, body: string, status = 200): FastifyReply {
  return reply
    .status(status)
    .headers(pageHeaders)
    .type('text/html; charset=utf-8')
    .send(
      documentHtml({
        facts: { title: 'Fieldmarshal', root: '/status', subscribeUrl: null, signInUrl: null },
        title: 'Approve a message',
        body,
      }),
    );
}
