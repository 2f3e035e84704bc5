import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, asAppError, httpStatus, type Ctx, type Env } from '#platform';
import { authenticate } from '../sessions/authenticate.ts';
import { resourceTypes, schemas, serviceProviderConfig } from './about.ts';
import { badRequest, ScimRefusal, type ScimType } from './core/refusal.ts';
import { createGroup, deleteGroup, patchGroup, readGroupById, replaceGroup } from './groups.ts';
import { listGroups, listUsers, type ListQuery } from './lists.ts';
import type { Addressed } from './target.ts';
import { createUser, deleteUser, patchUser, readUserById, replaceUser } from './users.ts';
import type { Shown } from './view.ts';

const bodyBytesMax = 4 * 1024 * 1024;
const contentType = 'application/scim+json; charset=utf-8';

/** SCIM 2.0 for identity providers: `/scim/v2`, by a token that may do nothing else. */
export async function scimPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await app.register(
    async (scope) => {
      takeScim(scope);
      answerRefusals(scope, env);
      about(scope, env);
      userRoutes(scope, env);
      groupRoutes(scope, env);
    },
    { prefix: '/scim/v2' },
  );
}

/** Providers say `application/scim+json` or `application/json`. */
function takeScim(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string', bodyLimit: bodyBytesMax },
    (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        done(badRequest('invalidSyntax', 'The body is no JSON.'));
      }
    },
  );
}

const types: Partial<Record<AppError['code'], ScimType>> = {
  conflict: 'uniqueness',
  invalid: 'invalidValue',
  refused: 'mutability',
};

function answerRefusals(scope: FastifyInstance, env: Env): void {
  scope.setErrorHandler(async (error, request, reply) => {
    const known = error instanceof ScimRefusal ? error : refusalOf(asAppError(error));
    if (known === null)
      env.log.error(
        { requestId: request.id, error: error instanceof Error ? error.stack : String(error) },
        'request failed',
      );
    if (known?.status === 401) reply.header('www-authenticate', 'Bearer');
    if (known?.status === 503) reply.header('retry-after', '1');
    const status = known?.status ?? 500;
    return reply
      .status(status)
      .type(contentType)
      .send({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
        ...(known?.scimType === undefined ? {} : { scimType: known.scimType }),
        detail: known?.message ?? `Something went wrong on our side. The log has it under ${request.id}.`,
      });
  });
}

function refusalOf(error: AppError | null): ScimRefusal | null {
  if (error === null) return null;
  // A rule of ours, such as that an administrator stays: for the protocol, what was sent is at fault.
  const status = error.code === 'refused' ? 400 : httpStatus(error.code);
  return new ScimRefusal(status, error.publicMessage, types[error.code]);
}

/** Tokens only: a browser's cookie has no business here. */
async function contextOf(env: Env, request: FastifyRequest): Promise<Ctx> {
  const actor = request.headers.authorization === undefined ? null : await authenticate(env, request);
  if (actor?.kind !== 'token')
    throw new AppError('unauthenticated', 'Send the SCIM token as "Authorization: Bearer fm_…".');
  return { env, actor, requestId: request.id, pool: 'web' };
}

function about(scope: FastifyInstance, env: Env): void {
  const listed = (resources: readonly unknown[]) => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  });
  const one = (all: readonly Readonly<Record<string, unknown>>[], id: string): unknown => {
    const found = all.find((each) => each['id'] === id);
    if (found === undefined) throw new ScimRefusal(404, `There is no ${id}.`);
    return found;
  };
  const { config } = env;
  const get = (url: string, answer: (id: string) => unknown): void => {
    scope.get<{ Params: { id?: string } }>(url, async (request, reply) => {
      await contextOf(env, request);
      return reply.type(contentType).send(answer(request.params.id ?? ''));
    });
  };
  get('/ServiceProviderConfig', () => serviceProviderConfig(config));
  get('/ResourceTypes', () => listed(resourceTypes(config)));
  get('/ResourceTypes/:id', (id) => one(resourceTypes(config), id));
  get('/Schemas', () => listed(schemas(config)));
  get('/Schemas/:id', (id) => one(schemas(config), id));
}

interface Verbs {
  readonly list: (ctx: Ctx, query: ListQuery) => Promise<unknown>;
  readonly create: (ctx: Ctx, sent: unknown) => Promise<Shown>;
  readonly read: (ctx: Ctx, id: string, query: ListQuery) => Promise<Shown>;
  readonly replace: (ctx: Ctx, target: Addressed, sent: unknown) => Promise<Shown>;
  readonly patch: (ctx: Ctx, target: Addressed, sent: unknown) => Promise<Shown>;
  readonly remove: (ctx: Ctx, target: Addressed) => Promise<void>;
}

function userRoutes(scope: FastifyInstance, env: Env): void {
  resourceRoutes(
    { scope, env, url: '/Users' },
    {
      list: listUsers,
      create: createUser,
      read: async (ctx, id) => readUserById(ctx, { id }),
      replace: replaceUser,
      patch: patchUser,
      remove: deleteUser,
    },
  );
}

function groupRoutes(scope: FastifyInstance, env: Env): void {
  resourceRoutes(
    { scope, env, url: '/Groups' },
    {
      list: async (ctx, query) => listGroups(ctx, query, { withMembers: wantsMembers(query) }),
      create: createGroup,
      read: async (ctx, id, query) => readGroupById(ctx, { id, withMembers: wantsMembers(query) }),
      replace: replaceGroup,
      patch: patchGroup,
      remove: deleteGroup,
    },
  );
}

function wantsMembers(query: ListQuery): boolean {
  const { excludedAttributes, attributes } = query;
  const has = (list: string): boolean =>
    list
      .toLowerCase()
      .split(/[\s,]+/)
      .includes('members');
  if (typeof excludedAttributes === 'string' && has(excludedAttributes)) return false;
  return typeof attributes !== 'string' || attributes === '' || has(attributes);
}

function resourceRoutes(
  { scope, env, url }: { scope: FastifyInstance; env: Env; url: string },
  verbs: Verbs,
): void {
  type Request = { Params: { id: string }; Querystring: ListQuery };
  const send = (reply: FastifyReply, status: number, shown: Shown): FastifyReply =>
    reply
      .status(status)
      .type(contentType)
      .header('etag', shown.meta.version)
      .header('location', shown.meta.location)
      .send(shown);
  const addressed = (request: FastifyRequest<Request>): Addressed => ({
    id: request.params.id,
    ifMatch: request.headers['if-match'],
  });
  scope.get<Request>(url, async (request, reply) =>
    reply.type(contentType).send(await verbs.list(await contextOf(env, request), request.query)),
  );
  scope.post(url, async (request, reply) =>
    send(reply, 201, await verbs.create(await contextOf(env, request), request.body)),
  );
  scope.get<Request>(`${url}/:id`, async (request, reply) => {
    const shown = await verbs.read(await contextOf(env, request), request.params.id, request.query);
    if (request.headers['if-none-match'] === shown.meta.version) return reply.status(304).send();
    return send(reply, 200, shown);
  });
  scope.put<Request>(`${url}/:id`, async (request, reply) =>
    send(reply, 200, await verbs.replace(await contextOf(env, request), addressed(request), request.body)),
  );
  scope.patch<Request>(`${url}/:id`, async (request, reply) =>
    send(reply, 200, await verbs.patch(await contextOf(env, request), addressed(request), request.body)),
  );
  scope.delete<Request>(`${url}/:id`, async (request, reply) => {
    await verbs.remove(await contextOf(env, request), addressed(request));
    return reply.status(204).send();
  });
}
