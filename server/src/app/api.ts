import { createHash } from 'node:crypto';
import { contract, unknownFields, type Actor } from '@fieldmarshal/contract';
import type { AnySchema } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ORPCError } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { authenticate, permit, RequestRate, sessionName, type Ability } from '#identity';
import {
  actorKey,
  AppError,
  asAppError,
  httpStatus,
  invalidInput,
  jsonHandler,
  toProblem,
  type Ctx,
  type Env,
} from '#platform';
import { methodsOf } from './api-addresses.ts';
import { apiRouter } from './domains.ts';
import { recordSensitiveRead } from './privacy/sensitive-reads.ts';
import { guardScope } from './sight/scope-guard.ts';

const prefix = '/api/v1';
const mebibyte = 1024 * 1024;
/** Of any shape it is read, checked and refused within a fraction of a second, while nothing else of the process goes on. */
const bodyBytesMax = 2 * mebibyte;

interface LargeBody {
  readonly bytes: number;
  /** Only who has it may send so much. */
  readonly ability: Ability;
}

/** Where more may be sent: a catalog of 20 MiB and its JSON quoting, thousands of checks, a calendar file. */
const largeBodies: Readonly<Record<string, LargeBody>> = {
  '/catalog/apply': { bytes: 32 * mebibyte, ability: 'catalog.write' },
  '/checks/deploy': { bytes: 32 * mebibyte, ability: 'check.write' },
  '/schedules/:name/import-calendar': { bytes: 4 * mebibyte, ability: 'oncall.override' },
};

/** Mounts the contract under `/api/v1` and its description at `/api/openapi.json`. */
export async function mountApi(app: FastifyInstance, env: Env): Promise<void> {
  const handler = jsonHandler(apiRouter, {
    clientInterceptors: [
      async (call) => {
        const { context, path, procedure } = call;
        // A request without a body gives what it has to say, which may be nothing.
        const input = call.input ?? {};
        const { inputSchema, outputSchema, route } = procedure['~orpc'];
        try {
          if (route.method !== 'GET') await guardScope(context.ctx, route.path ?? '', input);
          refuseUnknown(inputSchema, input);
          const answer = await withIdempotency({ ctx: context.ctx, path, input, outputSchema }, async (ctx) =>
            call.next({ ...call, input, context: { ctx } }),
          );
          await recordSensitiveRead(context.ctx, { path, input, answer });
          return answer;
        } catch (error) {
          throw asRefusal(context.ctx, error);
        }
      },
    ],
    customErrorResponseBodyEncoder: (error) => toProblem(error, requestIdOf(error)),
  });

  const rate = new RequestRate(env, env.config.apiRequestsPerSecond);
  app.addHook('onClose', async () => rate.close());
  await app.register(async (scope) => {
    takeEmptyJson(scope);
    const answer: RouteHandlerMethod = async (request, reply) => {
      const actor = await actorOf(env, request);
      const waitS = await rate.take(actorKey(actor));
      if (waitS > 0) throw tooOften(env, waitS);
      reply.headers(sessionName(actor));
      const key = request.headers['idempotency-key'];
      const ctx: Ctx = {
        env,
        actor,
        requestId: request.id,
        pool: 'web',
        ...(typeof key === 'string' && request.method !== 'GET'
          ? { idempotency: { key: idempotencyKey(key), request: '' } }
          : {}),
      };
      const { matched } = await handler.handle(request, reply, { prefix, context: { ctx } });
      if (!matched) throw unmatched(request.url.slice(prefix.length), reply);
    };
    scope.all(`${prefix}/*`, { bodyLimit: bodyBytesMax }, answer);
    for (const [path, { bytes, ability }] of Object.entries(largeBodies)) {
      const onRequest = async (request: FastifyRequest): Promise<void> => {
        permit({ actor: await actorOf(env, request) }, ability);
      };
      scope.post(`${prefix}${path}`, { bodyLimit: bytes, onRequest }, answer);
    }
  });

  let description: Promise<unknown> | undefined;
  app.get('/api/openapi.json', async () => {
    description ??= describeApi();
    return description;
  });
}

async function actorOf(env: Env, request: FastifyRequest): Promise<Actor> {
  const actor = await authenticate(env, request);
  if (actor !== null) return actor;
  throw new AppError(
    'unauthenticated',
    'Please sign in, or send an API token as "Authorization: Bearer fm_…".',
  );
}

function tooOften({ config }: Env, waitS: number): AppError {
  return new AppError(
    'rate-limited',
    `This asks more than ${config.apiRequestsPerSecond} times a second. Please wait ${waitS} s.`,
    { retryAfterS: waitS },
  );
}

/** An address that is known with other methods says which, as RFC 9110 asks. */
function unmatched(url: string, reply: FastifyReply): AppError {
  const allowed = methodsOf(url.split('?')[0] ?? url);
  if (allowed.length === 0) return new AppError('not-found', 'There is nothing at this address.');
  reply.header('allow', allowed.join(', '));
  return new AppError('method-not-allowed', `This address takes ${allowed.join(' and ')} only.`);
}

/** A write without input may say `application/json` all the same. */
function takeEmptyJson(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}

async function describeApi(): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(contract, {
    info: {
      title: 'Fieldmarshal',
      version: 'v1',
      description: 'The product API. Errors are RFC 9457 problem documents.',
    },
    servers: [{ url: prefix }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  });
}

function idempotencyKey(header: string): string {
  if (/^[\x21-\x7e]{1,200}$/.test(header)) return header;
  throw new AppError(
    'invalid',
    'Idempotency-Key must be 1 to 200 printable ASCII characters without spaces.',
  );
}

/** A field that is misspelled would be left out in silence, and what it asks for not be done: a filter, a limit, a person, a place. */
function refuseUnknown(schema: AnySchema | undefined, input: unknown): void {
  const faults = unknownFields(schema, input);
  if (faults.length > 0) throw invalidInput(faults);
}

interface Call {
  readonly ctx: Ctx;
  readonly path: readonly string[];
  readonly input: unknown;
  /** What the contract lets out; a verb's result may hold more. */
  readonly outputSchema: AnySchema | undefined;
}

/** Answers a repeated write with what it did the first time. The first time, the verb's transaction stores key and result together. */
async function withIdempotency(
  { ctx, path, input, outputSchema }: Call,
  run: (ctx: Ctx) => Promise<unknown>,
): Promise<unknown> {
  if (!ctx.idempotency) return run(ctx);
  const { key } = ctx.idempotency;
  const request = createHash('sha256')
    .update(JSON.stringify([path, withoutSecrets(path, input)]))
    .digest('hex');
  const stored = await ctx.env.databases.web
    .selectFrom('idempotency')
    .select(['request', 'result'])
    .where('actor', '=', actorKey(ctx.actor))
    .where('key', '=', key)
    .executeTakeFirst();
  if (stored && stored.request !== request) {
    throw new AppError(
      'refused',
      'This Idempotency-Key was used for a different request. Use a new key for a new request.',
    );
  }
  if (stored) return documented(stored.result, outputSchema);
  return run({ ...ctx, idempotency: { key, request } });
}

async function documented(result: unknown, schema: AnySchema | undefined): Promise<unknown> {
  const checked = await schema?.['~standard'].validate(result);
  return checked && !checked.issues ? checked.value : result;
}

const passwordCalls = new Set([
  'identity.changePassword',
  'identity.confirmSelf',
  'identity.confirmAuthenticator',
]);

/** A quick hash of a password is nearly the password: those of this request are no part of what tells it from others. */
function withoutSecrets(path: readonly string[], input: unknown): unknown {
  return passwordCalls.has(path.join('.')) ? null : input;
}

/** A verb's refusal keeps its own status; a bug is logged with its stack and shown without. */
function asRefusal(ctx: Ctx, error: unknown): ORPCError<string, { requestId: string }> {
  const data = { requestId: ctx.requestId };
  const known = asAppError(error);
  if (!known) {
    ctx.env.log.error(
      { requestId: ctx.requestId, error: error instanceof Error ? error.stack : String(error) },
      'request failed',
    );
    return new ORPCError('INTERNAL_SERVER_ERROR', { data });
  }
  const code = known.code.toUpperCase().replaceAll('-', '_');
  return new ORPCError(code, {
    status: httpStatus(known.code),
    message: known.publicMessage,
    data,
    cause: known,
  });
}

function requestIdOf(error: { data: unknown }): string {
  const { data } = error;
  return typeof data === 'object' && data !== null && 'requestId' in data ? String(data.requestId) : '';
}
