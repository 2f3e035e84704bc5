import type { FastifyInstance } from 'fastify';

/** A client that sends its request slower than this is cut off. */
const requestTimeoutMs = 30_000;
/** Traces and videos come over slow links, too: 64 MiB within this are 0.5 Mbit/s. */
export const uploadTimeoutMs = 20 * 60_000;
const uploads = /^\/(runner\/v1\/runs\/|api\/v1\/check-bundles\/|(api\/v1\/relay|relay\/v1)\/inbox\b)/;

/** Cuts requests off that are sent too slowly. Node knows one limit for all of them, which is that of uploads; the others have this one. */
export function cutSlowRequests(app: FastifyInstance, limitMs = requestTimeoutMs): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'GET' && !uploads.test(request.url)) {
      const timer = setTimeout(() => {
        if (!request.raw.complete) request.raw.destroy();
      }, limitMs).unref();
      reply.raw.once('close', () => clearTimeout(timer));
    }
    done();
  });
}
