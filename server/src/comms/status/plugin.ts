import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Env } from '#platform';
import { documentHtml } from '../core/status/document-html.ts';
import { approvePage } from '../messages/approve-page.ts';
import { subscriptionPages } from '../subscribers/pages.ts';
import { bareFacts, boardOf, type Served } from './board.ts';
import { privateHeaders, publicHeaders, sharedHeaders } from './headers.ts';
import { privateFile } from './private-view.ts';
import { signInPages } from './sign-in/pages.ts';

const onView = z.object({ token: z.string().max(100), '*': z.string().max(500).default('') });

/**
 * `/status` and everything below: from memory, whatever storage does. No cookie is read or set but below `/status/mine`, the page of who
 * signed in there. `/status/v/{token}` is a private view, `/status/subscribe`, `…/confirm` and `…/unsubscribe` are for who wants mails.
 */
export async function statusPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await subscriptionPages(app, env);
  await approvePage(app, env);
  await signInPages(app, env);
  const answer = (request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply => {
    const file = boardOf(env).files.get(path);
    return file === undefined ? notHere(reply, env) : send(request, reply, file);
  };
  app.get('/status', (request, reply) => answer(request, reply, ''));
  app.get('/status/*', (request, reply) => {
    const { '*': path } = z.object({ '*': z.string() }).parse(request.params);
    return answer(request, reply, path);
  });
  for (const url of ['/status/v/:token', '/status/v/:token/*']) {
    app.get(url, async (request, reply) => {
      const { token, '*': path } = onView.parse(request.params);
      const file = privateFile(env, token, path);
      if (file === null) return notHere(reply, env);
      return reply.headers(privateHeaders).type(file.type).send(file.text);
    });
  }
}

function send(request: FastifyRequest, reply: FastifyReply, file: Served): FastifyReply {
  reply.headers(file.type.startsWith('text/html') ? publicHeaders : sharedHeaders).header('etag', file.etag);
  if (matches(request.headers['if-none-match'], file.etag)) return reply.status(304).send();
  const accepted = [request.headers['accept-encoding'] ?? ''].join(',');
  reply.header('content-type', file.type);
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(file.brotli);
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(file.gzip);
  return reply.send(file.plain);
}

function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

function notHere(reply: FastifyReply, env: Env): FastifyReply {
  const facts = boardOf(env).facts ?? bareFacts(env);
  const body = '<h1>Nothing here</h1><p>There is no page at this address. A private link may have ended.</p>';
  return reply
    .status(404)
    .headers(privateHeaders)
    .type('text/html; charset=utf-8')
    .send(documentHtml({ facts, title: 'Nothing here', body }));
}
