import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { byId, type AudiencePreview, type Communication } from '@fieldmarshal/contract/comms';
import { authenticate } from '#identity';
import { requireScope } from '#incidents';
import { asAppError, httpStatus, type AppError, type Ctx, type Env } from '#platform';
import { documentHtml } from '../core/status/document-html.ts';
import { paragraphs, shown } from '../core/status/escape.ts';
import { privateHeaders } from '../status/headers.ts';
import { approveCommunication, undoApproval } from './approve.ts';
import { getCommunication, previewAudience } from './read.ts';

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
      return page(reply, bodyOf(message, audience));
    });
    app.post('/c/:id', async (request, reply) => {
      const ctx = await ctxOf(env, request);
      if (ctx === null) return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`, 303);
      const { id } = byId.parse(request.params);
      const { incidentId } = await getCommunication(ctx, { id });
      if (incidentId !== null) await requireScope(ctx, incidentId);
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      if (form.get('do') === 'undo') await undoApproval(ctx, { id });
      else {
        const basis = form.get('basis');
        await approveCommunication(ctx, {
          id,
          hash: form.get('hash') ?? '',
          ...(basis === null ? {} : { acceptBasis: basis }),
        });
      }
      return reply.headers(privateHeaders).redirect(`/c/${id}`, 303);
    });
  });
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

function bodyOf(message: Communication, audience: AudiencePreview): string {
  const { id, incidentId, title, publicTitle, text, brief, facts, findings, changes, language } = message;
  const told = audience.byChannel.map(({ channel, count }) => `${count} by ${channel}`).join(', ');
  const list = (items: readonly string[]): string =>
    items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${shown(item)}</li>`).join('')}</ul>`;
  return `<h1>${shown(`${incidentId ?? 'Maintenance'}: ${standing(message)}`)}</h1>
<p class="q">${shown(`${message.audience}, ${language}. ${told === '' ? 'Nobody directly' : told}${audience.onPage ? ', and the status page' : ''}.`)}</p>
<div class="card" lang="${shown(language)}"><h2>${shown(title)}</h2>${publicTitle === null ? '' : `<p class="q" lang="en">It renames the incident on the status page: <b lang="${shown(language)}">${shown(publicTitle)}</b></p>`}${paragraphs(text)}${brief === null ? '' : `<h3>In chats</h3>${paragraphs(brief)}`}</div>
${changes.length === 0 ? '' : `<div class="wrong"><b>Changed since it was drafted</b>${list(changes)}</div>`}
${list(findings.map(({ level, message: words }) => `${level === 'blocking' ? 'Blocks' : 'Look at'}: ${words}`))}
<h2>Facts used</h2>${facts.length === 0 ? '<p class="q">A person wrote it.</p>' : list(facts.map(({ text: words, evidence }) => `${words} (${evidence})`))}
${actionOf(message)}<p><a href="/incidents/${shown(incidentId ?? '')}">Open the room</a></p><p class="q">${shown(id)}</p>`;
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

function page(reply: FastifyReply, body: string, status = 200): FastifyReply {
  return reply
    .status(status)
    .headers(privateHeaders)
    .type('text/html; charset=utf-8')
    .send(
      documentHtml({
        facts: { title: 'Fieldmarshal', root: '/status', subscribeUrl: null, signInUrl: null },
        title: 'Approve a message',
        body,
      }),
    );
}
