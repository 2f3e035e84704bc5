import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from 'fastify';
import { bootstrapIdentity } from '#identity';
import { asAppError, httpStatus, problemType, toProblem, type Env } from '#platform';
import { signalsPlugin } from './intake/plugin.ts';

export const intakeKey = 'test-intake-key-0123456789';

/** The intake endpoints over a test's database, without a network; everything sent carries the key of the integration `bootstrap`. */
export interface IntakeRig {
  readonly app: FastifyInstance;
  post(path: string, body: unknown, options?: Partial<InjectOptions>): Promise<LightMyRequestResponse>;
  get(path: string, options?: Partial<InjectOptions>): Promise<LightMyRequestResponse>;
}

/** Needs `config.bootstrapIntakeKey` of the environment to be {@link intakeKey}. */
export async function intakeRig(env: Env): Promise<IntakeRig> {
  await bootstrapIdentity(env);
  const app = await intakeRoutes(env);
  const headers = { authorization: `Bearer ${intakeKey}`, 'content-type': 'application/json' };
  return {
    app,
    post: async (path, body, options = {}) =>
      app.inject({
        method: 'POST',
        url: `/intake${path}`,
        payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        ...options,
        headers: { ...headers, ...options.headers },
      }),
    get: async (path, options = {}) =>
      app.inject({
        method: 'GET',
        url: `/intake${path}`,
        ...options,
        headers: { authorization: headers.authorization, ...options.headers },
      }),
  };
}

/** The endpoints alone, with the error answers that the whole server has. */
export async function intakeRoutes(env: Env): Promise<FastifyInstance> {
  const app = fastify({
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 3_000 },
  });
  app.setErrorHandler(async (error, request, reply) => {
    const known = asAppError(error);
    if (known?.retryAfterS !== undefined) reply.header('retry-after', String(known.retryAfterS));
    return reply
      .status(known ? httpStatus(known.code) : 500)
      .type(problemType)
      .send(toProblem(error, request.id));
  });
  await app.register(async (scope) => signalsPlugin(scope, env));
  return app;
}
