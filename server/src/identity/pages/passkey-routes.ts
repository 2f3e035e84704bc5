import { passkeyAnswer } from '@fieldmarshal/contract/identity';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError, type Env } from '#platform';
import { askForPasskey, signInWithPasskey } from '../factors/use-passkey.ts';
import { countAttempt } from '../sessions/attempts.ts';
import { sessionCookie } from '../sessions/cookie.ts';
import { isSameOrigin } from '../sessions/same-origin.ts';
import { callerOf, localPath } from './form.ts';
import { scriptHeaders } from './html.ts';
import { passkeyPage } from './views.ts';

/** What the script of the sign-in page asks: JSON, since a passkey needs a script in any case. */
export function passkeyRoutes(app: FastifyInstance, env: Env): void {
  const ours = (request: FastifyRequest): void => {
    if (!isSameOrigin(request, env.config))
      throw new AppError('forbidden', 'This was not sent from a page of this server.');
  };

  app.get<{ Querystring: { to?: unknown } }>('/sign-in/passkey', async (request, reply) => {
    const to = localPath(typeof request.query.to === 'string' ? request.query.to : '/');
    return reply.headers(scriptHeaders).send(passkeyPage(to));
  });

  app.post('/sign-in/passkey/options', async (request, reply) => {
    ours(request);
    await countAttempt(env.databases.web, { account: null, address: request.ip });
    return reply.header('cache-control', 'no-store').send(await askForPasskey(env));
  });

  app.post('/sign-in/passkey', async (request, reply) => {
    ours(request);
    const session = await signInWithPasskey(callerOf(env, request), passkeyAnswer.parse(request.body));
    const cookie = sessionCookie(request, env.config, { value: session.secret, maxAgeS: session.maxAgeS });
    return reply.header('set-cookie', cookie).send({});
  });
}
