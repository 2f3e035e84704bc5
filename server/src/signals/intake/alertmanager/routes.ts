import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Env } from '#platform';
import { answerAmErrors, AmError } from './am-error.ts';
import { getAlerts, getGroups } from './get-alerts.ts';
import { postAlerts } from './post-alerts.ts';
import { getReceivers, getStatus } from './get-status.ts';
import { deleteSilence, getSilence, getSilences, postSilence } from './silences.ts';

type Answer = (env: Env, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const endpoints: readonly (readonly [path: string, methods: Readonly<Record<string, Answer>>])[] = [
  ['/api/v2/alerts', { GET: getAlerts, POST: postAlerts }],
  ['/api/v2/alerts/groups', { GET: getGroups }],
  ['/api/v2/silences', { GET: getSilences, POST: postSilence }],
  ['/api/v2/silence/:silenceId', { GET: getSilence, DELETE: deleteSilence }],
  ['/api/v2/status', { GET: getStatus }],
  ['/api/v2/receivers', { GET: getReceivers }],
  ['/-/ready', { GET: getReady }],
  ['/-/healthy', { GET: getHealthy }],
];

/** The Alertmanager API v2 under one prefix, in its own forms of answer and refusal. */
export async function alertmanagerRoutes(app: FastifyInstance, env: Env): Promise<void> {
  app.setErrorHandler(answerAmErrors(env));
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('cache-control', 'no-store');
    // Fastify adds a charset to JSON that is sent as text; Alertmanager has none.
    if (reply.getHeader('content-type') === 'application/json; charset=utf-8')
      reply.header('content-type', 'application/json');
    return payload;
  });
  for (const [path, methods] of endpoints) {
    for (const [method, answer] of Object.entries(methods))
      app.route({ method, url: path, handler: async (request, reply) => answer(env, request, reply) });
    const allowed = Object.keys(methods);
    app.route({
      method: all.filter((method) => !allowed.includes(method) && method !== 'HEAD'),
      url: path,
      handler: async (request, reply) => refuseMethod(request, reply, allowed),
    });
  }
  app.all('/api/*', async (request) => {
    const message = `path ${request.url.replace(/^.*?(\/api\/)/, '$1').replace(/\?.*$/, '')} was not found`;
    throw new AmError(404, message, { code: 404, message });
  });
}

const all: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

async function refuseMethod(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: readonly string[],
): Promise<never> {
  reply.header('allow', allowed.join(','));
  const message = `method ${request.method} is not allowed, but [${allowed.join(',')}] are`;
  throw new AmError(405, message, { code: 405, message });
}

async function getReady(env: Env, _request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await env.databases.pools.intake.query('select 1');
  return reply.type('text/plain; charset=utf-8').send('OK');
}

async function getHealthy(_env: Env, _request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply.type('text/plain; charset=utf-8').send('OK');
}
