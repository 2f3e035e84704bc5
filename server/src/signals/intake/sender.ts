import type { FastifyRequest } from 'fastify';
import { authenticateIntegration } from '#identity';
import { AppError, asAppError, type Env } from '#platform';
import type { Integration } from '../core/signal.ts';
import { batcherOf } from './intake.ts';

/** The integration that sends, by the key in its path or headers, or the one of the body. Throws `unauthenticated`, or 503 when storage is away. */
export async function senderOf(env: Env, request: FastifyRequest, routingKey?: string): Promise<Integration> {
  const params = request.params;
  const pathKey =
    typeof params === 'object' && params !== null && 'key' in params ? String(params.key) : undefined;
  try {
    const actor = await authenticateIntegration(env, {
      pathKey,
      address: request.ip,
      ...headerKeys(request.headers.authorization),
      routingKey,
    });
    if (actor) return { id: actor.integrationId, name: actor.name };
  } catch (error) {
    const known = asAppError(error);
    // With a cause, it is storage; without one, an address that guesses keys.
    if (known?.code === 'unavailable' && known.cause !== undefined) batcherOf(env).turnedAway();
    throw known ?? error;
  }
  throw new AppError('unauthenticated', 'The integration key is missing, unknown or revoked.');
}

function headerKeys(authorization: string | undefined): {
  bearer?: string;
  genieKey?: string;
  basicPassword?: string;
} {
  if (!authorization) return {};
  const space = authorization.indexOf(' ');
  const scheme = authorization.slice(0, space).toLowerCase();
  const value = authorization.slice(space + 1).trim();
  if (scheme === 'bearer') return { bearer: value };
  if (scheme === 'geniekey') return { genieKey: value };
  if (scheme !== 'basic') return {};
  const [, ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return { basicPassword: password.join(':') };
}
