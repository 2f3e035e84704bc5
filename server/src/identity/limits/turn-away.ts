import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Env } from '#platform';
import { isKeyTurnedAway } from '../integrations/authenticate.ts';
import { isTokenTurnedAway } from '../tokens/authenticate.ts';
import { holdBack, isHeldBack } from './hold-back.ts';

/** How long a connection that guesses stays open, and nothing more is read from it. */
const pauseMs = 1_000;
const keyInPath = /^\/intake\/(?:k|heartbeat)\/([^/?]{1,200})/;
const tokenInHeader = /^Bearer +(\S{1,200})$/i;

/**
 * Answers a request under yet another unknown key from an address that has used up its tries, before anything else is done for it, and
 * reads nothing more from that connection, which ends a second later: a flood of guesses is held back by its own connections, and has
 * one answer on each. False: the request goes its usual way. Behind a proxy all come from one address, so there it is the usual way that refuses.
 */
export function turnAway(env: Env, request: IncomingMessage, response: ServerResponse): boolean {
  const { socket, headers, url = '' } = request;
  if (env.config.trustedProxies !== undefined || socket.remoteAddress === undefined) return false;
  if (isHeldBack(request)) return true;
  const key = keyInPath.exec(url)?.[1];
  const token = key === undefined ? tokenInHeader.exec(headers.authorization ?? '')?.[1] : undefined;
  const isIntake = url.startsWith('/intake/');
  if (key !== undefined) {
    if (!isKeyTurnedAway(env, key, socket.remoteAddress)) return false;
  } else if (token === undefined || isIntake || !isTokenTurnedAway(env, token, socket.remoteAddress))
    return false;
  holdBack(request, response, pauseMs);
  refuse(response, isIntake);
  return true;
}

/** Senders hear a 503, after which they try again; see `integrations/authenticate.ts`. */
function refuse(response: ServerResponse, isIntake: boolean): void {
  const [status, code, title] = isIntake
    ? ([503, 'unavailable', 'Temporarily unavailable'] as const)
    : ([429, 'rate-limited', 'Too many requests'] as const);
  const detail = 'Too many unknown keys came from this address. Please wait and try again.';
  const body = JSON.stringify({ type: 'about:blank', title, status, code, detail });
  response
    .writeHead(status, {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      'retry-after': '1',
      'x-content-type-options': 'nosniff',
    })
    .end(body);
}
