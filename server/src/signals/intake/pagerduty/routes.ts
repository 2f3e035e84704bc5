import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, asAppError, httpStatus, inTransaction, systemCtx, type Env } from '#platform';
import type { Integration } from '../../core/signal.ts';
import { recordChanges } from '../../records/record-change.ts';
import { readRouting } from '../../routing.ts';
import { isRecord, parseJson, readText } from '../body.ts';
import { batcherOf } from '../intake.ts';
import { senderOf } from '../sender.ts';
import { parseChange, parseEvent, PdFaults } from './parse-event.ts';

/** PagerDuty's Events API v2: the same bodies in, the same answers out. */
export async function pagerdutyRoutes(app: FastifyInstance, env: Env): Promise<void> {
  app.setErrorHandler(async (error: FastifyError, request, reply) =>
    answerError({ env, request, reply, error }),
  );
  app.post('/v2/enqueue', async (request, reply) => enqueue(env, request, reply));
  app.post('/v2/change/enqueue', async (request, reply) => enqueueChange(env, request, reply));
  for (const url of ['/v2/enqueue', '/v2/change/enqueue'])
    app.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      handler: async (_request, reply) => {
        reply.header('allow', 'POST');
        throw new AppError('method-not-allowed', 'Events are sent with POST.');
      },
    });
}

async function enqueue(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { body, integration } = await readEvent(env, request);
  const signal = parseEvent(body, { integration, newKey: () => randomUUID().replaceAll('-', '') });
  await batcherOf(env).accept([signal]);
  return reply
    .status(202)
    .type('application/json')
    .send(JSON.stringify({ status: 'success', message: 'Event processed', dedup_key: signal.key }));
}

async function enqueueChange(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { body, integration } = await readEvent(env, request);
  const change = parseChange(body, env.clock.now().getTime());
  const { names } = await readRouting(env);
  await inTransaction(systemCtx(env, 'intake', 'intake'), async (tx) =>
    recordChanges(tx, { integration, names }, [change]),
  );
  return reply.status(202).send({ status: 'success', message: 'Change event processed' });
}

async function readEvent(
  env: Env,
  request: FastifyRequest,
): Promise<{ body: Record<string, unknown>; integration: Integration }> {
  const body = parseJson(await readText(request));
  if (!isRecord(body)) throw new PdFaults(['Event object is missing or not a JSON object']);
  const routingKey = body['routing_key'];
  const hasOther = Boolean(request.headers.authorization) || hasPathKey(request);
  if (!hasOther && (typeof routingKey !== 'string' || routingKey.trim() === ''))
    throw new PdFaults(["'routing_key' is missing or blank"]);
  const integration = await senderOf(env, request, typeof routingKey === 'string' ? routingKey : undefined);
  return { body, integration };
}

function hasPathKey(request: FastifyRequest): boolean {
  return typeof request.params === 'object' && request.params !== null && 'key' in request.params;
}

interface Failure {
  readonly env: Env;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly error: FastifyError;
}

/** 400 with every fault, 429 when too much is arriving, 503 when storage is away: PagerDuty's clients repeat the last two. */
async function answerError({ env, request, reply, error }: Failure): Promise<FastifyReply> {
  if (error instanceof PdFaults)
    return answer(reply, 400, {
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: error.faults,
    });
  const known = asAppError(error);
  if (!known) {
    env.log.error({ url: request.url, error: error.stack }, 'intake request failed');
    return answer(reply, 500, {
      status: 'internal error',
      message: 'Something went wrong on our side.',
      errors: [],
    });
  }
  if (known.retryAfterS !== undefined) reply.header('retry-after', String(known.retryAfterS));
  if (known.code === 'unauthenticated')
    return answer(reply, 403, {
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: ['Invalid routing key'],
    });
  if (known.internal === 'intake queue full')
    return answer(reply, 429, {
      status: 'throttle exceeded',
      message: 'Events for this service are being received too fast',
      errors: [],
    });
  const status = httpStatus(known.code);
  return answer(reply, status, {
    status: status < 500 ? 'invalid event' : 'unavailable',
    message: known.publicMessage,
    errors: known.faults.map((fault) => `'${fault.path}' ${fault.message}`),
  });
}

function answer(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.status(status).type('application/json').send(JSON.stringify(body));
}
