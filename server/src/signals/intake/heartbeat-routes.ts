import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticateIntegration } from '#identity';
import { AppError, type Env } from '#platform';
import { beatAs, beatWithKey } from '../heartbeats/beat.ts';
import { oneLine } from './make-signal.ts';

/** `/intake/heartbeat/{key}` by GET, HEAD or POST: by a heartbeat's own key, or by an integration's with the heartbeat's name after it. */
export async function heartbeatRoutes(app: FastifyInstance, env: Env): Promise<void> {
  for (const url of ['/:key', '/:key/:name']) {
    app.route({
      method: ['GET', 'POST'],
      url,
      handler: async (request, reply) => takeBeat(env, request, reply),
    });
    app.route({
      method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      handler: async (_request, reply) => {
        reply.header('allow', 'GET, HEAD, POST');
        throw new AppError('method-not-allowed', 'A heartbeat is sent with GET, HEAD or POST.');
      },
    });
  }
}

async function takeBeat(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const key = param(request, 'key') ?? '';
  const name = param(request, 'name');
  const heartbeat =
    (name === undefined ? await beatWithKey(env, key) : null) ??
    (await beatAsIntegration(env, { key, name, address: request.ip }));
  return reply.header('cache-control', 'no-store').send({
    status: 'ok',
    heartbeat: heartbeat.name,
    state: heartbeat.state,
    dueAt: heartbeat.dueAt?.toISOString() ?? null,
  });
}

async function beatAsIntegration(
  env: Env,
  { key, name, address }: { key: string; name: string | undefined; address: string },
): Promise<NonNullable<Awaited<ReturnType<typeof beatAs>>>> {
  const actor = await authenticateIntegration(env, { pathKey: key, address });
  const integration = actor && { id: actor.integrationId, name: actor.name };
  const heartbeat = integration && (await beatAs(env, integration, oneLine(name ?? integration.name)));
  if (!heartbeat)
    throw new AppError('unauthenticated', 'There is no heartbeat and no integration with this key.');
  return heartbeat;
}

function param(request: FastifyRequest, name: string): string | undefined {
  const { params } = request;
  const value: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
