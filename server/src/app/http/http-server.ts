import { randomUUID } from 'node:crypto';
import http from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import { authenticate, permit, turnAway } from '#identity';
import {
  AppError,
  asAppError,
  httpStatus,
  observeHttp,
  problemType,
  toProblem,
  type Env,
  type LiveHub,
} from '#platform';
import { mountApi } from '../api.ts';
import { plugins } from '../domains.ts';
import type { Health } from '../health.ts';
import { separateOrigins } from './separate-origins.ts';
import { limitSight } from '../sight/limit-sight.ts';
import { cutSlowRequests, uploadTimeoutMs } from './slow-requests.ts';
import { mountWeb } from '../web.ts';

/** Bodies outside intake, uploads and the catalog. */
const bodyBytesMax = 1024 * 1024;
/** Fastify's own. */
const keepAliveMs = 72_000;

interface Options {
  readonly env: Env;
  readonly hub: LiveHub;
  readonly health: Pick<Health, 'mount' | 'close'>;
}

/** The one HTTP server, not yet listening. */
export async function createHttpServer({ env, hub, health }: Options): Promise<FastifyInstance> {
  const { config } = env;
  const app = fastify({
    bodyLimit: bodyBytesMax,
    requestTimeout: uploadTimeoutMs,
    genReqId: () => randomUUID(),
    trustProxy: config.trustedProxies ?? false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 3_000 },
    logger: false,
    serverFactory: (handler) => serverOf(env, handler),
  });
  observeHttp(app, config);
  cutSlowRequests(app);
  answerErrors(app, env);
  addSecurityHeaders(app, env);
  separateOrigins(app, env);
  limitSight(app, env);
  await mountApi(app, env);
  for (const plugin of plugins) await app.register(async (scope) => plugin(scope, env));
  app.get('/api/v1/live', async (request, reply) => {
    const actor = await authenticate(env, request);
    if (actor === null) throw new AppError('unauthenticated', 'Please sign in.');
    permit({ actor }, 'incident.read');
    reply.hijack();
    hub.attach(reply.raw, actor);
  });
  health.mount(app);
  await mountWeb(app, env);
  // Streams have no end of their own; what they miss is asked for anew.
  app.addHook('preClose', async () => hub.close());
  return app;
}

/** Listens no more, lets requests in hand be answered for at most `withinMs`, and cuts off what is left, such as long polls. */
export async function closeHttp(app: FastifyInstance, withinMs: number): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), withinMs);
  await app.close();
  clearTimeout(late);
}

/** As Fastify makes it, with the one thing that is done before everything else. */
function serverOf(env: Env, handler: http.RequestListener): http.Server {
  const server = http.createServer(
    { requestTimeout: uploadTimeoutMs, keepAliveTimeout: keepAliveMs },
    (request, response) => {
      if (!turnAway(env, request, response)) handler(request, response);
    },
  );
  // No end of its own for an idle socket: those of streams stay open.
  server.setTimeout(0);
  return server;
}

/** Every error as a problem document; only a bug is logged with its stack. */
function answerErrors(app: FastifyInstance, env: Env): void {
  app.setErrorHandler(async (error, request, reply) => {
    const known = asAppError(error);
    if (!known)
      env.log.error(
        {
          url: request.url,
          requestId: request.id,
          error: error instanceof Error ? error.stack : String(error),
        },
        'request failed',
      );
    if (known?.retryAfterS !== undefined) reply.header('retry-after', String(known.retryAfterS));
    return reply
      .status(known ? httpStatus(known.code) : 500)
      .type(problemType)
      .send(toProblem(error, request.id));
  });
  app.setNotFoundHandler(async (request, reply) => {
    const error = new AppError('not-found', 'There is nothing at this address.');
    return reply.status(404).type(problemType).send(toProblem(error, request.id));
  });
}

/** No page of ours loads, frames or is framed by anything from elsewhere. Pages with styles of their own set a stricter or wider policy themselves. */
function addSecurityHeaders(app: FastifyInstance, env: Env): void {
  const tls = env.config.publicUrl?.startsWith('https:') ?? false;
  const headers = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ...(tls ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    done();
  });
  // A problem document says so, also where a library wrote the answer.
  app.addHook('onSend', async (request, reply) => {
    if (
      reply.statusCode >= 400 &&
      request.url.startsWith('/api/') &&
      String(reply.getHeader('content-type')).startsWith('application/json')
    ) {
      reply.type(problemType);
      if (reply.statusCode === 503) reply.header('retry-after', '1');
    }
  });
}
