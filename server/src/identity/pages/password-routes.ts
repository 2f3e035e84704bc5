import type { FastifyInstance } from 'fastify';
import type { Ctx, Env } from '#platform';
import { actorOf, currentSession } from '../sessions/authenticate.ts';
import { choosePassword } from '../passwords/choose-password.ts';
import { readForm, refusalOf, sendPage, sendRefusal } from './form.ts';
import { passwordPage } from './views.ts';

const signInFirst = '/sign-in?to=%2Fsign-in%2Fpassword';

export function passwordRoutes(app: FastifyInstance, env: Env): void {
  app.get('/sign-in/password', async (request, reply) => {
    const session = await currentSession(env, request);
    if (!session) return reply.redirect(signInFirst, 303);
    const view = { askCurrent: !session.mayChoosePassword, account: session.person };
    return sendPage(reply, 200, passwordPage(view));
  });

  app.post('/sign-in/password', async (request, reply) => {
    const field = readForm(env, request);
    const session = await currentSession(env, request);
    if (!session) return reply.redirect(signInFirst, 303);
    const view = { askCurrent: !session.mayChoosePassword, account: session.person };
    const password = field('password').slice(0, 1_000);
    if (password !== field('again').slice(0, 1_000))
      return sendPage(reply, 400, passwordPage({ ...view, fault: 'The two passwords are not the same.' }));
    const ctx: Ctx = { env, actor: actorOf(env, session, request.ip), requestId: request.id, pool: 'web' };
    try {
      const current = field('current').slice(0, 1_000);
      await choosePassword(ctx, { session, address: request.ip, password, current });
    } catch (error) {
      const refusal = refusalOf(error);
      return sendRefusal(reply, refusal, passwordPage({ ...view, fault: refusal.publicMessage }));
    }
    return reply.redirect('/', 303);
  });
}
