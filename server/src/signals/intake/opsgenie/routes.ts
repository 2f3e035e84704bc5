import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Env } from '#platform';
import {
  acknowledgeAlert,
  addNote,
  closeAlert,
  createAlert,
  refuseAction,
  updateDescription,
  updateMessage,
} from './alerts.ts';
import { answerOpsgenieErrors, OpsgenieRefusal } from './answers.ts';
import { pingHeartbeat } from './heartbeats.ts';
import { getAlert, getRequest } from './reads.ts';

type Answer = (env: Env, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
type Methods = Readonly<Record<string, Answer>>;

const endpoints: readonly (readonly [path: string, methods: Methods])[] = [
  ['/v2/alerts', { POST: createAlert }],
  ['/v2/alerts/requests/:requestId', { GET: getRequest }],
  ['/v2/alerts/:identifier', { GET: getAlert }],
  ['/v2/alerts/:identifier/close', { POST: closeAlert }],
  ['/v2/alerts/:identifier/acknowledge', { POST: acknowledgeAlert }],
  ['/v2/alerts/:identifier/notes', { POST: addNote }],
  ['/v2/alerts/:identifier/message', { PUT: updateMessage }],
  ['/v2/alerts/:identifier/description', { PUT: updateDescription }],
  ['/v2/alerts/:identifier/:action', { POST: refuseAction, PUT: refuseAction, DELETE: refuseAction }],
  [
    '/v2/heartbeats/:name/ping',
    { GET: pingHeartbeat, POST: pingHeartbeat, PUT: pingHeartbeat, PATCH: pingHeartbeat },
  ],
];

const all: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Opsgenie's alert API and heartbeats, as far as a sender needs them: the same bodies in, the same answers out. */
export async function opsgenieRoutes(app: FastifyInstance, env: Env): Promise<void> {
  app.setErrorHandler(answerOpsgenieErrors(env));
  for (const [url, methods] of endpoints) {
    for (const [method, handle] of Object.entries(methods))
      app.route({ method, url, handler: async (request, reply) => handle(env, request, reply) });
    const allowed = Object.keys(methods);
    app.route({
      method: all.filter((method) => !allowed.includes(method)),
      url,
      handler: async (request, reply) => {
        reply.header('allow', allowed.join(', '));
        throw new OpsgenieRefusal(405, `${request.method} is not taken here, ${allowed.join(', ')} is.`);
      },
    });
  }
}
