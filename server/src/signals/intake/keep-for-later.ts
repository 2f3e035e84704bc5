import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction, systemCtx, type Env } from '#platform';
import type { Integration } from '../core/signal.ts';
import { keepUnparsed } from '../store/unparsed-store.ts';

interface Kept {
  readonly env: Env;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly integration: Integration;
  readonly text: string;
  readonly reason: string;
}

/** Stores what was not understood and answers 202 with its number, so that the sender can stop and people can look. */
export async function keepForLater({
  env,
  request,
  reply,
  integration,
  text,
  reason,
}: Kept): Promise<FastifyReply> {
  const id = await inTransaction(systemCtx(env, 'intake', 'intake'), async (tx) => {
    tx.changed('alerts', `A signal of ${integration.name} was not understood`);
    return keepUnparsed(tx, {
      integration,
      endpoint: endpointOf(request),
      contentType: request.headers['content-type'] ?? '',
      headers: eventHeaders(request),
      body: text,
      reason,
    });
  });
  return reply.status(202).send({ status: 'kept', id: String(id), reason });
}

/** The path without the key that may be in it. */
function endpointOf(request: FastifyRequest): string {
  return (request.routeOptions.url ?? '').replace('/k/:key', '');
}

/** CloudEvents in binary mode say in headers what the body is. */
function eventHeaders(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      name.startsWith('ce-') && typeof value === 'string' ? [[name, value.slice(0, 2_000)]] : [],
    ),
  );
}
