import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { AppError, asAppError, httpStatus, type Env } from '#platform';
import { documentHtml } from '../core/status/document-html.ts';
import { shown } from '../core/status/escape.ts';
import { bareFacts, boardOf } from '../status/board.ts';
import { privateHeaders } from '../status/headers.ts';
import { askToSubscribe, confirmSubscription, standingOf, unsubscribe } from './subscribe.ts';
import { subscriberOfToken } from './token.ts';

const bodyBytesMax = 8 * 1024;
const onToken = z.object({ token: z.string().max(100) });

/** Asking to be told by mail, confirming it, ending it. Looking changes nothing: mail programs look at every link. */
export async function subscriptionPages(parent: FastifyInstance, env: Env): Promise<void> {
  await parent.register(async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: bodyBytesMax },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    // One-click unsubscribing may also come as multipart (RFC 8058); what is in it decides nothing.
    app.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'string', bodyLimit: bodyBytesMax },
      (_r, _b, done) => done(null, null),
    );
    const page = answering(env);
    app.setErrorHandler(async (error, _request, reply) => {
      const known = asAppError(error);
      if (known === null) throw error;
      return page(
        reply,
        ['Not done', `<h1>Not done</h1><p class="wrong">${shown(known.publicMessage)}</p>`],
        httpStatus(known.code),
      );
    });
    app.get('/status/subscribe', async (_request, reply) => page(reply, ['Subscribe', formOf(env)]));
    app.post('/status/subscribe', async (request, reply) => {
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      if (boardOf(env).facts?.subscribeUrl === null)
        throw new AppError('refused', 'This page cannot send e-mail at the moment.');
      const input = { email: (form.get('email') ?? '').trim(), parts: form.getAll('part') };
      if (!z.email().max(254).safeParse(input.email).success)
        return page(reply, ['Subscribe', formOf(env, 'This is not an e-mail address.')], 400);
      await askToSubscribe(env, input);
      return page(reply, ['Look into your mail', asked]);
    });
    linkPages(app, env);
  });
}

/** What is behind the links of mails. */
function linkPages(app: FastifyInstance, env: Env): void {
  const page = answering(env);
  app.get('/status/confirm/:token', async (request, reply) => {
    const id = await subscriberOfToken(env, 'SC', onToken.parse(request.params).token);
    const row = id === null ? null : await standingOf(env, id);
    if (row === null) return page(reply, ['Nothing here', notKnown], 404);
    const body =
      row.state === 'pending'
        ? question(['Subscribe?', 'Yes, subscribe'], `Messages go to ${row.destination}.`)
        : standing(row.state);
    return page(reply, ['Subscription', body]);
  });
  app.post('/status/confirm/:token', async (request, reply) => {
    const id = await subscriberOfToken(env, 'SC', onToken.parse(request.params).token);
    if (id === null) return page(reply, ['Nothing here', notKnown], 404);
    await confirmSubscription(env, id);
    return page(reply, ['Subscription', standing((await standingOf(env, id))?.state ?? 'ended')]);
  });
  app.get('/status/unsubscribe/:token', async (request, reply) => {
    const id = await subscriberOfToken(env, 'SU', onToken.parse(request.params).token);
    const row = id === null ? null : await standingOf(env, id);
    if (row === null) return page(reply, ['Nothing here', notKnown], 404);
    const body =
      row.state === 'ended'
        ? standing('ended')
        : question(['Unsubscribe?', 'Yes, no more mails'], `Messages go to ${row.destination}.`);
    return page(reply, ['Subscription', body]);
  });
  app.post('/status/unsubscribe/:token', async (request, reply) => {
    const id = await subscriberOfToken(env, 'SU', onToken.parse(request.params).token);
    if (id === null) return page(reply, ['Nothing here', notKnown], 404);
    await unsubscribe(env, id);
    return page(reply, ['Subscription', standing('ended')]);
  });
}

type Answering = (reply: FastifyReply, page: readonly [string, string], status?: number) => FastifyReply;

function answering(env: Env): Answering {
  return (reply, [title, body], status = 200) => pageOf(env, { reply, title, body, status });
}

const asked =
  '<h1>Look into your mail</h1><p>If this address is not subscribed yet, a question has gone there. You are subscribed once you answer it.</p>';
const notKnown = '<h1>Nothing here</h1><p>This link is not known. Please use the newest mail.</p>';

function question([heading, button]: readonly [string, string], text: string): string {
  return `<h1>${heading}</h1><p>${shown(text)}</p><form method="post"><button>${button}</button></form>`;
}

function standing(state: 'pending' | 'active' | 'ended'): string {
  return state === 'active'
    ? '<h1>You are subscribed</h1><p>Each mail has a link that ends it.</p>'
    : '<h1>You are not subscribed</h1><p>Nothing more is sent to this address.</p>';
}

/** Asks for an address, and about which applications. */
function formOf(env: Env, wrong?: string): string {
  const { facts } = boardOf(env);
  if (facts === null || facts.subscribeUrl === null)
    return '<h1>Subscribe</h1><p>This page cannot send e-mail at the moment. The feeds below always work.</p>';
  const choices = facts.parts
    .filter(({ parent }) => parent === null)
    .map(
      ({ key, publicName }) =>
        `<label class="pick"><input type="checkbox" name="part" value="${key}"> ${shown(publicName)}</label>`,
    );
  const which =
    choices.length < 2
      ? ''
      : `<fieldset><legend>About what (none: about everything)</legend>${choices.join('')}</fieldset>`;
  return `<h1>Subscribe by e-mail</h1>${wrong === undefined ? '' : `<p class="wrong" id="wrong">${wrong}</p>`}<form method="post" action="/status/subscribe"><label for="email">Your e-mail address</label><input type="email" id="email" name="email" required maxlength="254" autocomplete="email"${wrong === undefined ? '' : ' aria-describedby="wrong" aria-invalid="true"'}>${which}<button>Subscribe</button></form><p class="q">A mail asks you to confirm. Your address is used for this only.</p>`;
}

interface Page {
  readonly reply: FastifyReply;
  readonly title: string;
  readonly body: string;
  readonly status: number;
}

function pageOf(env: Env, { reply, title, body, status }: Page): FastifyReply {
  const facts = boardOf(env).facts ?? bareFacts(env);
  return reply
    .status(status)
    .headers(privateHeaders)
    .type('text/html; charset=utf-8')
    .send(documentHtml({ facts, title, body }));
}
