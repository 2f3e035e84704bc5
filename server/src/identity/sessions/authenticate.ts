import { role, type Actor } from '@fieldmarshal/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Env } from '#platform';
import { secretHash } from '../secret.ts';
import { authenticateToken } from '../tokens/authenticate.ts';
import { readSessionCookie } from './cookie.ts';
import { sessionIdleMs } from './lifetime.ts';
import { isSameOrigin } from './same-origin.ts';
import { findSession, touchSession, type StoredSession } from './store.ts';

const secretLengthMax = 200;
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who asks: a person by session cookie, or an API token by `Authorization: Bearer`; null is nobody. A token that is sent decides alone.
 * A cookie on a write that did not come from a page of ours counts as not there. Throws what storage throws when it does not answer.
 */
export async function authenticate(env: Env, request: FastifyRequest): Promise<Actor | null> {
  const known = asked.get(request);
  if (known) return known;
  const found = recognise(env, request);
  asked.set(request, found);
  return found;
}

/** Who a request comes from is asked once, however many parts of the server want to know. */
const asked = new WeakMap<FastifyRequest, Promise<Actor | null>>();

async function recognise(env: Env, request: FastifyRequest): Promise<Actor | null> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (secret === undefined || secret.length > secretLengthMax) return null;
    return authenticateToken(env, secret, request.ip);
  }
  const session = await currentSession(env, request);
  return session === null ? null : actorOf(env, session, request.ip);
}

/** The signed-in browser's session, under the same rules. */
export async function currentSession(env: Env, request: FastifyRequest): Promise<StoredSession | null> {
  const value = readSessionCookie(request, env.config);
  if (value === null || value.length > secretLengthMax) return null;
  if (!harmless.has(request.method) && !isSameOrigin(request, env.config)) return null;
  const { web } = env.databases.pools;
  const session = await findSession(web, secretHash(value));
  if (session?.lastSeenIsOld) {
    touchSession(web, session.id, sessionIdleMs).catch((error: unknown) =>
      env.log.debug({ error: String(error) }, 'last use of a session not written'),
    );
  }
  return session;
}

/** A signed-in browser, and where it asks from. */
export interface Seat {
  readonly session: StoredSession;
  readonly address: string;
  /** The person showed who they are a short time ago (`stepUpMinutes`). */
  readonly isFresh: boolean;
}

/** Kept beside the actor, not in it: logs and events store actors, and need no session. */
const seats = new WeakMap<Actor, Seat>();

/** The session by which this very actor was recognised; undefined for tokens and the system. */
export function seatOf(actor: Actor): Seat | undefined {
  return seats.get(actor);
}

/**
 * The header that names the session an answer was given to, so that a browser keeps what it shows offline for that session only.
 * The name opens nothing. Empty for tokens.
 */
export function sessionName(actor: Actor): Record<string, string> {
  const seat = seatOf(actor);
  return seat ? { 'fm-session': seat.session.id } : {};
}

export type PersonActor = Extract<Actor, { kind: 'person' }>;

export function actorOf(
  { config }: Pick<Env, 'config'>,
  session: StoredSession,
  address: string,
): PersonActor {
  const actor: PersonActor = {
    kind: 'person',
    person: session.person,
    displayName: session.displayName,
    roles: z.array(role).parse(session.roles),
  };
  const isFresh = session.confirmedAgoS <= config.stepUpMinutes * 60;
  seats.set(actor, { session, address, isFresh });
  return actor;
}
