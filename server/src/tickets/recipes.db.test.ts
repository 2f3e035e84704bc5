import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { applyObjects } from '#catalog';
import { getIncident } from '#incidents';
import { as, testEnv, type TestEnv } from '#testing';
import { domainHandlers } from '../app/domains.ts';
import { reactions } from '../app/reactions/index.ts';
import { createIntegration } from '../identity/integrations/manage.ts';
import { declared } from '../incidents/testing/room.ts';
import { addAction, moveAction } from '../incidents/review/actions.ts';
import { setTrackerKey } from './manage.ts';
import { ticketsPlugin } from './plugin.ts';
import { readTickets } from './read-tickets.ts';

/**
 * Receivers that take what their makers document and refuse the rest: GitHub's "Create a repository dispatch event" (a name of at most 100
 * characters, at most ten properties at the top, a user agent), the trigger of a GitLab pipeline, and an incoming webhook of Jira's automation.
 */
const dispatch = z.strictObject({
  event_type: z.string().min(1).max(100),
  client_payload: z
    .record(z.string(), z.unknown())
    .refine((payload) => Object.keys(payload).length <= 10, 'at most 10 top-level properties'),
});
/** What the trigger of a pipeline takes out of a body for itself; anything of these would not reach the job. */
const taken = new Set(['ref', 'token', 'variables', 'inputs']);

interface Got {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
const got: Record<string, Got[]> = {};

function answerTo(request: IncomingMessage, text: string): [who: string, status: number] {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const body: unknown = JSON.parse(text);
  const { headers } = request;
  if (pathname === '/repos/kestrel/ops/dispatches') {
    if (headers['user-agent'] === undefined || headers.authorization !== 'Bearer ghp_1')
      return ['github', 403];
    return ['github', dispatch.safeParse(body).success ? 204 : 422];
  }
  if (pathname === '/api/v4/projects/7/ref/main/trigger/pipeline') {
    if (searchParams.get('token') !== 'glptt-1') return ['gitlab', 404];
    const keys = typeof body === 'object' && body !== null ? Object.keys(body) : [];
    return ['gitlab', keys.some((key) => taken.has(key)) ? 400 : 201];
  }
  return ['jira', headers['x-automation-webhook-token'] === 'atl-1' ? 200 : 400];
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString();
    const [who, status] = answerTo(request, text);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what we sent
    (got[who] ??= []).push({ status, body: JSON.parse(text) as Record<string, unknown> });
    response.writeHead(status).end();
  });
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const app = Fastify();
afterAll(async () => {
  server.close();
  await app.close();
});

const trackers = {
  github: { url: `${base}/repos/kestrel/ops/dispatches`, body: 'github', keyHeader: 'Authorization' },
  gitlab: { url: `${base}/api/v4/projects/7/ref/main/trigger/pipeline?token=glptt-1` },
  jira: { url: `${base}/automation/webhooks/jira/a/1`, keyHeader: 'X-Automation-Webhook-Token' },
};

let env: TestEnv;
let mira: ReturnType<typeof as>;
let id: string;
const keys: Record<string, string> = {};
beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  const root = as(env, 'root', ['admin']);
  mira = as(env, 'mira', ['field-marshal']);
  const object = (kind: string, name: string, spec: object) =>
    JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec });
  const files = [
    object('Team', 'files', {}),
    object('Product', 'uploads', { owner: 'files' }),
    ...Object.entries(trackers).map(([name, webhook]) => object('Tracker', name, { webhook })),
  ].map((text, index) => ({ path: `${index}.yaml`, text }));
  await applyObjects(root, { files, dryRun: false, prune: false });
  await setTrackerKey(root, { name: 'github', key: 'ghp_1' });
  await setTrackerKey(root, { name: 'jira', key: 'atl-1' });
  for (const name of Object.keys(trackers))
    keys[name] = (await createIntegration(root, { name, kind: 'tracker' })).key;
  await app.register(async (scope) => ticketsPlugin(scope, env));
  ({ id } = await declared(mira, { product: 'uploads' }));
  const none = { owner: null, team: null, dueOn: '2026-12-01', task: null, factor: null } as const;
  await addAction(mira, { id, aim: 'prevent', title: 'Rotate "logs"', ...none });
  await env.drain();
});

const hear = async (name: string, url: string, payload: object) =>
  app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${keys[name]}` } });
const actionOf = async () => (await getIncident(mira, { id })).review.actions[0];

describe('each recipe', () => {
  it('is taken as its receiver documents it, with what its steps use', async () => {
    expect(Object.entries(got).map(([who, each]) => [who, each.map(({ status }) => status)])).toEqual(
      expect.arrayContaining([
        ['github', [204]],
        ['gitlab', [201]],
        ['jira', [200]],
      ]),
    );
    expect(got['github']?.[0]?.body).toMatchObject({
      event_type: 'action.created',
      client_payload: { ref: `${id}/A1`, action: { title: 'Rotate "logs"' }, ticket: null },
    });
    for (const who of ['gitlab', 'jira'])
      expect(got[who]?.[0]?.body).toMatchObject({
        type: 'action.created',
        data: { ref: `${id}/A1`, action: { title: 'Rotate "logs"' }, ticket: null },
      });
    const [{ told } = { told: [] }] = (await readTickets(mira, { id })).actions;
    expect(Object.fromEntries(told.map(({ tracker, state }) => [tracker, state]))).toEqual({
      github: 'sent',
      gitlab: 'sent',
      jira: 'sent',
    });
  });

  it('of GitHub has a way back: the workflow names its issue, and the webhook of the repository closes the action', async () => {
    const url = 'https://github.com/kestrel/ops/issues/7';
    const made = await hear('github', '/intake/tickets', { ref: `${id}/A1`, key: 'kestrel/ops#7', url });
    expect(made.statusCode).toBe(200);
    await env.drain();
    const issue = {
      number: 7,
      html_url: url,
      title: 'Rotate "logs"',
      state: 'closed',
      state_reason: 'completed',
    };
    const closed = await app.inject({
      ...{ method: 'POST', url: `/intake/k/${keys['github']}/tickets` },
      headers: { 'x-github-event': 'issues' },
      payload: { action: 'closed', issue, repository: { full_name: 'kestrel/ops' } },
    });
    expect(closed.statusCode).toBe(200);
    expect(await actionOf()).toMatchObject({ state: 'done', ticket: { key: 'kestrel/ops#7', url } });
  });

  it('hears the end of an action under the ticket that it has', async () => {
    await moveAction(mira, { id, action: 'A1', state: 'open', note: 'came back' });
    await moveAction(mira, { id, action: 'A1', state: 'done', note: '' });
    await env.drain();
    expect(got['github']?.at(-1)).toMatchObject({
      status: 204,
      body: { event_type: 'action.done', client_payload: { ticket: { key: 'kestrel/ops#7' } } },
    });
  });
});
