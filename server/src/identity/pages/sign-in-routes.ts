import type { FastifyInstance } from 'fastify';
import type { Ctx, Env } from '#platform';
import { actorOf, currentSession } from '../sessions/authenticate.ts';
import { signInRules } from '../providers/sign-in-file.ts';
import { signOutUrl } from '../providers/sign-out-url.ts';
import { sessionCookie } from '../sessions/cookie.ts';
import { signIn } from '../sessions/sign-in.ts';
import { signOut } from '../sessions/sign-out.ts';
import { callerOf, localPath, readForm, refusalOf, sendPage, sendRefusal } from './form.ts';
import { goOn } from './signed-in.ts';
import { awayPage, signInPage, signOutPage, type WaysToSignIn } from './views.ts';

export function signInRoutes(app: FastifyInstance, env: Env): void {
  app.get<{ Querystring: { to?: unknown; out?: unknown; again?: unknown } }>(
    '/sign-in',
    async (request, reply) => {
      const to = localPath(typeof request.query.to === 'string' ? request.query.to : '/');
      // `again`: what they want to do asks who they are once more, so being signed in is not enough.
      const isAgain = request.query.again !== undefined;
      if (!isAgain && (await currentSession(env, request))) return reply.redirect(to, 303);
      const ways = await waysToSignIn(env);
      return sendPage(reply, 200, signInPage({ to, ways, signedOut: request.query.out !== undefined }));
    },
  );

  app.post('/sign-in', async (request, reply) => {
    const field = readForm(env, request);
    const account = field('account').slice(0, 254);
    const to = localPath(field('to'));
    try {
      const password = field('password').slice(0, 1_000);
      const signedIn = await signIn(callerOf(env, request), { account, password });
      return await goOn(env, { request, reply, signedIn, to });
    } catch (error) {
      const refusal = refusalOf(error);
      const ways = await waysToSignIn(env);
      return sendRefusal(reply, refusal, signInPage({ to, ways, account, fault: refusal.publicMessage }));
    }
  });

  app.get('/sign-out', async (_request, reply) => sendPage(reply, 200, signOutPage()));

  app.post('/sign-out', async (request, reply) => {
    readForm(env, request);
    const session = await currentSession(env, request);
    const elsewhere = session && (await signOutUrl(env, session));
    if (session) {
      const ctx: Ctx = { env, actor: actorOf(env, session, request.ip), requestId: request.id, pool: 'web' };
      await signOut(ctx, session);
    }
    const cookie = sessionCookie(request, env.config, { value: '', maxAgeS: 0 });
    reply.header('set-cookie', cookie);
    // The policy lets no form lead to another host, so a page goes on there.
    return elsewhere === null
      ? reply.redirect('/sign-in?out=1', 303)
      : sendPage(reply, 200, awayPage(elsewhere));
  });
}

async function waysToSignIn(env: Env): Promise<WaysToSignIn> {
  const { providers, passwords } = await signInRules(env.config);
  return { providers, passwords };
}
