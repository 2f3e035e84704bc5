import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { countRequest } from './metrics.ts';
import { requestSpan } from './tracing.ts';

/** Counts every request by its route and, where traces are on, makes it a span. */
export function observeHttp(app: FastifyInstance, { otlpUrl }: Config): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { url = 'unknown' } = request.routeOptions;
    countRequest({ method: request.method, route: url, status: reply.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
  if (otlpUrl === undefined) return;
  app.addHook('onRequest', (request, reply, done) => {
    const span = requestSpan(request.method, request.headers);
    reply.raw.once('close', () =>
      span.end({ route: request.routeOptions.url ?? 'unknown', status: reply.statusCode }),
    );
    span.run(done);
  });
}
