import { contract } from '@fieldmarshal/contract';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiContext } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { incidentsRoutes } from './routes.ts';
import { seedCatalog } from './testing/room.ts';

let env: TestEnv;
let app: FastifyInstance;

beforeAll(async () => {
  env = await testEnv();
  await seedCatalog(env);
  const handler = new OpenAPIHandler<ApiContext>({ incidents: incidentsRoutes });
  app = fastify();
  app.all('/api/v1/*', async (request, reply) => {
    const context = { ctx: as(env, 'mira', ['lead']) };
    const { matched } = await handler.handle(request, reply, { prefix: '/api/v1', context });
    if (!matched) await reply.status(404).send();
  });
});
afterAll(async () => app.close());

async function ask(method: 'GET' | 'POST', url: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api/v1${url}`, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

describe('the routes', () => {
  it('has a handler for every line of the contract', () => {
    expect(Object.keys(incidentsRoutes).toSorted()).toEqual(Object.keys(contract.incidents).toSorted());
  });

  it('reads path, query and body as documented', async () => {
    const made = await ask('POST', '/incidents', {
      title: '  Uploads fail  ',
      severity: 'SEV2',
      teams: ['files'],
    });
    expect(made).toMatchObject({ status: 200, body: { title: 'Uploads fail', severity: 'SEV2' } });
    const id = String(made.body['id']);
    const team = await ask('POST', `/incidents/${id}/teams/files/state`, { state: 'working' });
    expect(team.body).toMatchObject({ teams: [{ state: 'working', note: '' }] });
    const due = await ask('POST', `/incidents/${id}/update-due`, { inMinutes: 15 });
    expect(due.body['updateDue']).toEqual(expect.stringMatching(/Z$/));
    expect((await ask('GET', `/incidents/${id}`)).body).toEqual(due.body);
    const events = await ask('GET', `/incidents/${id}/events?order=newest&limit=2&type=declared`);
    expect(events.body).toMatchObject({ items: [{ seq: 1, type: 'declared' }], nextCursor: null });
    const several = await ask('GET', '/incidents?open=true&severity=SEV2&severity=none&state=triage&limit=1');
    expect(several).toMatchObject({ status: 200, body: { items: [{ id }] } });
    const none = await ask('GET', '/incidents?open=false&drill=true');
    expect(none).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
  });

  it('refuses a declaration with a field it does not know: what was meant to be for few would be for all', async () => {
    const found = await ask('POST', '/incidents', { title: 'Payroll', environments: ['gov-2'] });
    expect(found.status).toBe(400);
    expect(JSON.stringify(found.body)).toContain('environments');
  });

  it.each([
    ['POST', '/incidents', { title: 'x', privat: true }],
    ['POST', '/incidents', { title: '' }],
    ['POST', '/incidents', { title: 'x'.repeat(201) }],
    ['POST', '/incidents', { title: 'a\nb' }],
    ['POST', '/incidents', { title: 'broken \uD800' }],
    ['POST', '/incidents', { title: 'x', severity: 'SEV9' }],
    ['POST', '/incidents/INC-1/notes', { text: '  ' }],
    ['POST', '/incidents/INC-1/notes', { text: 'nul \0' }],
    ['POST', '/incidents/INC-1/bridge', { url: 'javascript:alert(1)' }],
    ['POST', '/incidents/INC-1/state', { state: 'resolved' }],
    ['POST', '/incidents/INC-1/teams/files/state', { state: 'paged' }],
    ['POST', '/incidents/nonsense/acknowledge', {}],
    ['GET', '/incidents?limit=0', undefined],
    ['GET', '/incidents?open=perhaps', undefined],
    ['GET', '/incidents?state=on-fire', undefined],
  ] as const)('%s %s %j is refused before any verb runs', async (method, url, body) => {
    expect((await ask(method, url, body)).status).toBe(400);
  });
});
