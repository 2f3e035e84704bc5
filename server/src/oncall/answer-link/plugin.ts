import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { readCatalog } from '#catalog';
import { AppError, isStorageDown, type Ctx, type Env } from '#platform';
import type { Known } from '../core/page-message.ts';
import { takeAnswer } from '../pages/answer-page.ts';
import { displayName } from '../roster/who-is-on-call.ts';
import { findByToken, openPagesOfPerson, viewOf } from './load.ts';
import { answerPageHtml, noticeHtml } from './page-html.ts';
import { style } from './style.ts';

const params = z.object({ token: z.string() });
const bodyBytesMax = 8 * 1024;

/** From this page only: its own style, forms to itself, nothing else; the token in its address goes nowhere. */
const headers = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** What is known of an incident at the moment, a few lines; asked of other domains, which this one does not know. */
export type KnownNow = (env: Env, incidentId: string) => Promise<readonly Known[]>;

/** `/p/{token}`: who holds the link of a page answers it without signing in. GET shows and never changes anything; POST answers. */
export function answerLinks(knownNow: KnownNow): (app: FastifyInstance, env: Env) => Promise<void> {
  return async (app, env) => mount(app, { env, knownNow });
}

interface Around {
  readonly env: Env;
  readonly knownNow: KnownNow;
}

async function mount(app: FastifyInstance, { env, knownNow }: Around): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: bodyBytesMax },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.setErrorHandler(async (error, _request, reply) => {
    const isAway = isStorageDown(error) || (error instanceof AppError && error.code === 'unavailable');
    if (!isAway) throw error;
    reply.header('retry-after', '1');
    const text = 'Our storage does not answer. Nothing was changed: please load this page again in a moment.';
    return html(reply, 503, noticeHtml('Not now', text));
  });
  app.get('/p/:token', async (request, reply) => {
    const row = await findByToken(env, params.parse(request.params).token);
    if (!row) return nothingHere(reply);
    const [view, lines] = await Promise.all([viewOf(env, row), linesNow({ env, knownNow }, row.incidentId)]);
    return html(reply, 200, answerPageHtml({ ...view, known: [...lines, ...view.known] }));
  });
  app.post('/p/:token', async (request, reply) => {
    const { token } = params.parse(request.params);
    const row = await findByToken(env, token);
    if (!row) return nothingHere(reply);
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const ctx = await ctxOf(env, { person: row.person, requestId: request.id });
    const answer = form.get('answer');
    if (answer === 'acknowledge' || answer === 'cannot') {
      const answered = await takeAnswer(ctx, row, answer);
      // A notification on a device answers without showing the page, and is told what became of it.
      if (request.headers.accept === 'application/json') return reply.headers(headers).send(answered);
    } else if (answer === 'acknowledge-all') await acknowledgeAll(ctx, row.person, form.getAll('page'));
    else
      throw new AppError('invalid', 'This answer is not known. Nothing was changed.', {
        faults: [{ path: 'answer', message: 'must be acknowledge, cannot or acknowledge-all' }],
      });
    return reply.headers(headers).redirect(`/p/${token}`, 303);
  });
}

/** Somebody who was woken must be able to answer, whatever else does not work. */
async function linesNow({ env, knownNow }: Around, incidentId: string): Promise<readonly Known[]> {
  try {
    return await knownNow(env, incidentId);
  } catch (error) {
    env.log.warn({ error: String(error), incidentId }, 'an answer page is shown without what is known now');
    return [];
  }
}

/** Whoever holds the link acts as the person it was sent to, and may do nothing but answer. */
async function ctxOf(env: Env, { person, requestId }: { person: string; requestId: string }): Promise<Ctx> {
  const name = displayName(await readCatalog(env), person);
  return { env, actor: { kind: 'person', person, displayName: name, roles: [] }, requestId, pool: 'web' };
}

/** Acknowledges those of a person's open pages that were on the list. */
async function acknowledgeAll(ctx: Ctx, person: string, listed: readonly string[]): Promise<void> {
  const open = await openPagesOfPerson(ctx.env, person);
  for (const page of open.filter(({ id }) => listed.includes(id))) await takeAnswer(ctx, page, 'acknowledge');
}

function nothingHere(reply: FastifyReply): FastifyReply {
  const text =
    'This link is not known, or it is too old. If you were paged, use the newest message, or sign in.';
  return html(reply, 404, noticeHtml('Nothing here', text));
}

function html(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.status(status).headers(headers).type('text/html; charset=utf-8').send(text);
}
