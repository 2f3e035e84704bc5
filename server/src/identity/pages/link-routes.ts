import type { FastifyInstance } from 'fastify';
import type { Env } from '#platform';
import { signInRules } from '../providers/sign-in-file.ts';
import { secretHash } from '../secret.ts';
import { findLink } from '../sessions/links/link-store.ts';
import { linkGone, signInWithLink } from '../sessions/sign-in.ts';
import { callerOf, readForm, refusalOf, sendPage, sendRefusal } from './form.ts';
import { goOn } from './signed-in.ts';
import { goneLinkPage, linkPage, type LinkView } from './views.ts';

/** Looking at a link changes nothing: mail scanners and chat previews look at every one. */
export function linkRoutes(app: FastifyInstance, env: Env): void {
  const viewOf = async (secret: string, link: { person: string; displayName: string }): Promise<LinkView> => {
    const { providers, passwords, breakGlass } = await signInRules(env.config);
    const withPassword =
      providers.length === 0 || passwords === 'everyone' || breakGlass.includes(link.person);
    return { secret, displayName: link.displayName, providers, withPassword };
  };
  app.get<{ Params: { secret: string } }>('/sign-in/link/:secret', async (request, reply) => {
    const link = await findLink(env.databases.web, secretHash(request.params.secret));
    if (link) return sendPage(reply, 200, linkPage(await viewOf(request.params.secret, link)));
    const gone = linkGone();
    return sendRefusal(reply, gone, goneLinkPage(gone.publicMessage));
  });

  app.post<{ Params: { secret: string } }>('/sign-in/link/:secret', async (request, reply) => {
    readForm(env, request);
    try {
      const signedIn = await signInWithLink(callerOf(env, request), request.params.secret);
      return await goOn(env, { request, reply, signedIn, to: '/sign-in/password' });
    } catch (error) {
      const refusal = refusalOf(error);
      return sendRefusal(reply, refusal, goneLinkPage(refusal.publicMessage));
    }
  });
}
