import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '#platform';
import { sessionCookie, stepCookie } from '../sessions/cookie.ts';
import type { SignedIn } from '../factors/second-factor.ts';
import { stepMinutes } from '../steps/step-store.ts';

interface Answer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly signedIn: SignedIn;
  readonly to: string;
}

/** Goes on: signed in, or to the page that asks for a code. */
export async function goOn(env: Env, { request, reply, signedIn, to }: Answer): Promise<FastifyReply> {
  if (signedIn.kind === 'code-needed') {
    const cookie = stepCookie(request, env.config, { value: signedIn.secret, maxAgeS: stepMinutes * 60 });
    return reply.header('set-cookie', cookie).redirect(`/sign-in/code?to=${encodeURIComponent(to)}`, 303);
  }
  const { secret: value, maxAgeS } = signedIn.session;
  return reply.header('set-cookie', sessionCookie(request, env.config, { value, maxAgeS })).redirect(to, 303);
}
