import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Env } from '#platform';
import { beginTrip, type Purpose, type Trip } from '../providers/begin.ts';
import { finishTrip, type Arrived } from '../providers/finish.ts';
import { secretHash } from '../secret.ts';
import { countAttempt } from '../sessions/attempts.ts';
import { currentSession } from '../sessions/authenticate.ts';
import { readCookie, sessionCookie, stepCookie } from '../sessions/cookie.ts';
import { stepMinutes } from '../steps/step-store.ts';
import { callerOf, localPath, readForm, refusalOf, sendPage, sendRefusal } from './form.ts';
import { awayPage, donePage, errorPage } from './views.ts';

interface Called {
  Params: { name: string };
  Querystring: { to?: unknown };
}

/** Signing in through an identity provider: away, and back. */
export function providerRoutes(app: FastifyInstance, env: Env): void {
  app.get<Called>('/sign-in/provider/:name', async (request, reply) => {
    checkVisit(request);
    const to = localPath(typeof request.query.to === 'string' ? request.query.to : '/');
    const url = await leave(env, { request, reply, trip: { to, purpose: { kind: 'sign-in' } } });
    return reply.redirect(url, 303);
  });

  // With an effect on an account here, so only by a button of ours. A page in between: the policy lets no form lead elsewhere.
  app.post<Called>('/sign-in/provider/:name', async (request, reply) => {
    const field = readForm(env, request);
    const purpose = await purposeOf(env, request, field);
    const url = await leave(env, { request, reply, trip: { to: localPath(field('to')), purpose } });
    return sendPage(reply, 200, awayPage(url));
  });

  app.get<Called>('/sign-in/provider/:name/callback', async (request, reply) => {
    const at = request.url.indexOf('?');
    reply.header('set-cookie', stepCookie(request, env.config, { value: '', maxAgeS: 0 }));
    try {
      const arrived = await finishTrip(callerOf(env, request), {
        name: request.params.name,
        secret: readCookie('step', request, env.config)?.slice(0, 200) ?? null,
        search: at < 0 ? '' : request.url.slice(at),
        session: await currentSession(env, request),
      });
      return await goOn(env, { request, reply, arrived });
    } catch (error) {
      const refusal = refusalOf(error, { alsoUnavailable: true });
      return sendRefusal(reply, refusal, errorPage(refusal.publicMessage));
    }
  });
}

/** Other sites may lead here, not load this as a picture or a frame: each such call would count as an attempt from this address. */
function checkVisit({ headers }: FastifyRequest): void {
  if ((headers['sec-fetch-dest'] ?? 'document') !== 'document')
    throw new AppError('forbidden', 'This address is for people: open it in a window of its own.');
}

interface Leaving {
  readonly request: FastifyRequest<Called>;
  readonly reply: FastifyReply;
  readonly trip: Omit<Trip, 'provider'>;
}

async function leave(env: Env, { request, reply, trip }: Leaving): Promise<string> {
  // A success takes it back; each attempt is a row and perhaps a question to the provider.
  await countAttempt(env.databases.web, { account: null, address: request.ip, by: 'provider' });
  const { url, secret } = await beginTrip(env, { ...trip, provider: request.params.name });
  reply.header('set-cookie', stepCookie(request, env.config, { value: secret, maxAgeS: stepMinutes * 60 }));
  return url;
}

async function purposeOf(
  env: Env,
  request: FastifyRequest,
  field: (name: string) => string,
): Promise<Purpose> {
  const kind = field('purpose');
  if (kind === 'invitation')
    return { kind, linkHash: secretHash(field('link').slice(0, 200)).toString('hex') };
  const session = await currentSession(env, request);
  if (!session || (kind !== 'connect' && kind !== 'again'))
    throw new AppError('unauthenticated', 'Please sign in.');
  return { kind, person: session.person, session: session.id };
}

interface Back {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly arrived: Arrived;
}

async function goOn(env: Env, { request, reply, arrived }: Back): Promise<FastifyReply> {
  const { session, kind, to } = arrived;
  if (kind === 'again') return sendPage(reply, 200, donePage());
  if (session)
    reply.header('set-cookie', [
      stepCookie(request, env.config, { value: '', maxAgeS: 0 }),
      sessionCookie(request, env.config, { value: session.secret, maxAgeS: session.maxAgeS }),
    ]);
  return reply.redirect(to, 303);
}
