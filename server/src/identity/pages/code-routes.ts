import type { FastifyInstance } from 'fastify';
import type { Env } from '#platform';
import { readCookie, sessionCookie, stepCookie } from '../sessions/cookie.ts';
import { isHalfSignedIn, signInWithCode } from '../factors/second-factor.ts';
import { callerOf, localPath, readForm, refusalOf, sendPage, sendRefusal } from './form.ts';
import { codePage } from './views.ts';

/** The second half of a sign-in: a code of the authenticator, or a recovery code. */
export function codeRoutes(app: FastifyInstance, env: Env): void {
  app.get<{ Querystring: { to?: unknown } }>('/sign-in/code', async (request, reply) => {
    const to = localPath(typeof request.query.to === 'string' ? request.query.to : '/');
    const secret = readCookie('step', request, env.config);
    if (secret === null || !(await isHalfSignedIn({ env }, secret))) return reply.redirect('/sign-in', 303);
    return sendPage(reply, 200, codePage({ to }));
  });

  app.post('/sign-in/code', async (request, reply) => {
    const field = readForm(env, request);
    const to = localPath(field('to'));
    try {
      const secret = readCookie('step', request, env.config) ?? '';
      const code = field('code').slice(0, 100);
      const { session, method } = await signInWithCode(callerOf(env, request), { secret, code });
      reply.header('set-cookie', [
        stepCookie(request, env.config, { value: '', maxAgeS: 0 }),
        sessionCookie(request, env.config, { value: session.secret, maxAgeS: session.maxAgeS }),
      ]);
      return await reply.redirect(method === 'link' ? '/sign-in/password' : to, 303);
    } catch (error) {
      const refusal = refusalOf(error);
      return sendRefusal(reply, refusal, codePage({ to, fault: refusal.publicMessage }));
    }
  });
}
