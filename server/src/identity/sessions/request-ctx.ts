import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, artefactOrigin, signedLink, type Ctx, type Env } from '#platform';
import { authenticate, seatOf } from './authenticate.ts';

/** Whoever asks outside the product API. Throws `unauthenticated` for nobody. */
export async function requestCtx(env: Env, request: FastifyRequest): Promise<Ctx> {
  const actor = await authenticate(env, request);
  if (actor === null)
    throw new AppError(
      'unauthenticated',
      'Please sign in, or send an API token as "Authorization: Bearer fm_…".',
    );
  return { env, actor, requestId: request.id, pool: 'web' };
}

/**
 * The address at which a signed-in browser is shown what came from outside, behind a link that is good for minutes; ask before whether
 * the actor may see it. Null for programs with a token, and where artefacts have no origin of their own: they get the bytes at once.
 */
export async function shownElsewhere(
  { env, actor }: Ctx,
  request: FastifyRequest,
  path: string,
): Promise<string | null> {
  const origin = seatOf(actor) === undefined ? null : artefactOrigin(env.config, request);
  return origin === null ? null : origin + (await signedLink(env, path));
}

/** Leads a browser there. The way is asked for each time: what it leads to may not be for this person any more. */
export function leadTo(reply: FastifyReply, address: string): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .redirect(address, 303);
}
