import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Env } from '#platform';
import { mayBeUnstorable, parseAnyJson, parseJson, readText } from '../body.ts';
import { batcherOf } from '../intake.ts';
import { senderOf } from '../sender.ts';
import { AmError, type Posted } from './am-error.ts';
import { parseAlerts } from './parse-alerts.ts';

/** `POST /api/v2/alerts`: 200 once every alert it takes is committed. */
export async function postAlerts(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const text = await readJsonText(request);
  if (text.trim() === '') throw AmError.field(602, 'alerts in body is required');
  const { signals, refused } = parseAlerts(amJson(text, 'alerts'), {
    integration,
    resolveTimeoutMs: env.config.resolveTimeoutS * 1000,
    now: env.clock.now().getTime(),
    looksInto: mayBeUnstorable(text),
  });
  await batcherOf(env).accept(signals);
  if (refused.length > 0) throw new AmError(400, refused.slice(0, 20).join('; '));
  return reply.status(200).send();
}

/** The body of a request that says it is JSON. */
export async function readJsonText(request: FastifyRequest): Promise<string> {
  const type = request.headers['content-type'] ?? 'application/octet-stream';
  if (!/^application\/json\b/i.test(type))
    throw new AppError(
      'unsupported-media-type',
      `unsupported media type "${type}", only [application/json] are allowed`,
    );
  return readText(request);
}

/** One alert with a text that cannot be stored must not lose those it came with, so alerts are looked at one by one. */
export function amJson(text: string, what: Posted): unknown {
  try {
    return what === 'alerts' ? parseAnyJson(text) : parseJson(text);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid')
      throw AmError.unparsable(what, error.publicMessage);
    throw error;
  }
}
