import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { inTransaction, systemCtx, type Env } from '#platform';
import { tokenHash } from '../webhook/server-key.ts';
import { answerTest } from './test-store.ts';

const params = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

const headers = {
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** `/t/{token}`: acknowledges a test of how somebody is reached. GET shows and changes nothing; POST answers. */
export async function testPagePlugin(app: FastifyInstance, env: Env): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 8 * 1024 },
    (_request, _body, done) => done(null, null),
  );
  app.get('/t/:token', async (request, reply) => {
    const parsed = params.safeParse(request.params);
    const row = parsed.success
      ? await env.databases.web
          .selectFrom('contact_test')
          .select('answered_at')
          .where('token_hash', '=', tokenHash(parsed.data.token))
          .executeTakeFirst()
      : undefined;
    if (!row) return page(reply, 404, notKnown);
    return page(reply, 200, row.answered_at === null ? question : thanks);
  });
  app.post('/t/:token', async (request, reply) => {
    const parsed = params.safeParse(request.params);
    const isKnown =
      parsed.success &&
      (await inTransaction(systemCtx(env, 'contact-test', 'web'), async (tx) =>
        answerTest(tx, { tokenHash: tokenHash(parsed.data.token) }),
      ));
    return isKnown && parsed.success
      ? reply.headers(headers).redirect(`/t/${parsed.data.token}`, 303)
      : page(reply, 404, notKnown);
  });
}

const question =
  '<h1>Test page</h1><p>Nothing is wrong. This shows that messages reach you.</p><form method="post"><button name="answer" value="acknowledge">Acknowledge</button></form>';
const thanks = '<h1>Acknowledged</h1><p>Thank you: this way of reaching you works.</p>';
const notKnown = '<h1>Nothing here</h1><p>This link is not known. Please ask for another test.</p>';

function page(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply
    .status(status)
    .headers(headers)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Test page</title></head><body><main>${body}</main></body></html>`,
    );
}
