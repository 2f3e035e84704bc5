import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticateIntegration } from '#identity';
import { AppError, type Env } from '#platform';
import { readHeard } from './core/read-heard.ts';
import { hearTicket } from './hear-ticket.ts';

/** Tickets with long texts come whole in the webhooks of trackers. */
const bodyBytesMax = 1024 * 1024;

/**
 * `POST /intake/tickets`, and with the key in the path for trackers that can set no header. 200 says what is so now; 202 that the ticket
 * is of no action here.
 */
export async function ticketsPlugin(parent: FastifyInstance, env: Env): Promise<void> {
  await parent.register(async (app) => {
    for (const url of ['/intake/tickets', '/intake/k/:key/tickets'])
      app.post(url, { bodyLimit: bodyBytesMax }, async (request, reply) => take(env, request, reply));
  });
}

async function take(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { params } = request;
  const pathKey =
    typeof params === 'object' && params !== null && 'key' in params ? String(params.key) : undefined;
  const bearer = /^Bearer (.+)$/iu.exec(request.headers.authorization ?? '')?.[1]?.trim();
  const presented = { pathKey, bearer, address: request.ip };
  const actor = await authenticateIntegration(env, presented, 'tickets');
  if (actor === null)
    throw new AppError('unauthenticated', 'The key is missing, unknown, revoked, or none of a tracker.');
  const heard = readHeard(request.body);
  const answer = await hearTicket({ env, actor, requestId: request.id, pool: 'web' }, heard);
  reply.header('cache-control', 'no-store');
  return answer === null ? reply.code(202).send({ ref: null }) : reply.send(answer);
}
