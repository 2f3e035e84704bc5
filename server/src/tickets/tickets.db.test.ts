import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { serverKey } from '#delivery';
import { getIncident } from '#incidents';
import { as, testEnv, type TestEnv } from '#testing';
import { domainHandlers } from '../app/domains.ts';
import { reactions } from '../app/reactions/index.ts';
import { createIntegration } from '../identity/integrations/manage.ts';
import { declared } from '../incidents/testing/room.ts';
import { addAction, moveAction } from '../incidents/review/actions.ts';
import { listActions } from '../incidents/review/read-actions.ts';
import { linkTicket } from './link-ticket.ts';
import { listTrackers, setTrackerKey, tryTracker } from './manage.ts';
import { ticketsPlugin } from './plugin.ts';
import { readTickets } from './read-tickets.ts';

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly type: string;
  readonly data: { ref: string | null; action?: { state: string }; ticket?: { key: string } | null };
}

const content = { aim: 'prevent', owner: null, team: null, dueOn: null, task: null, factor: null } as const;
let status = 204;
const got: Got[] = [];
/** A tracker that files a ticket for what it is told, and sends its state back each time, as automation does. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what we sent
    got.push({ headers: request.headers, body, ...(JSON.parse(body) as Pick<Got, 'type' | 'data'>) });
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

const tracker = (name: string, spec: object) =>
  JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind: 'Tracker', metadata: { name }, spec });
const objects = [
  ['Person', 'ola', { displayName: 'Ola Berg', email: 'ola@example.org' }],
  ['Team', 'files', { members: ['ola'] }],
  ['Product', 'uploads', { owner: 'files' }],
  ['Environment', 'gov', { restricted: true }],
].map(([kind, name, spec]) =>
  JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec }),
);

let env: TestEnv;
let mira: ReturnType<typeof as>;
let root: ReturnType<typeof as>;
let key: string;
beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  root = as(env, 'root', ['admin']);
  mira = as(env, 'mira', ['field-marshal']);
  const jira = tracker('jira', {
    newTicket: `${base}/new?summary={{title}}&label={{ref}}&due={{due}}&to={{ownerEmail}}`,
    ticket: `${base}/browse/{{key}}`,
    webhook: { url: `${base}/hook/secret-path`, keyHeader: 'X-Automation-Webhook-Token' },
    products: ['uploads'],
  });
  const files = [...objects, jira].map((text, index) => ({ path: `${index}.yaml`, text }));
  await applyObjects(root, { files, dryRun: false, prune: false });
  ({ key } = await createIntegration(root, { name: 'jira', kind: 'tracker' }));
  await setTrackerKey(root, { name: 'jira', key: 'hunter2' });
  await app.register(async (scope) => ticketsPlugin(scope, env));
});

async function told(): Promise<Got[]> {
  got.length = 0;
  await env.drain();
  return [...got];
}
const hear = async (payload: object, bearer = key) =>
  app.inject({
    ...{ method: 'POST', url: '/intake/tickets', payload },
    headers: { authorization: `Bearer ${bearer}` },
  });
async function withAction(input: Parameters<typeof declared>[1] = { product: 'uploads' }): Promise<string> {
  const { id } = await declared(mira, input);
  await addAction(mira, { id, ...content, title: 'Rotate logs', owner: 'ola' });
  return id;
}
const actionOf = async (id: string) => (await getIncident(mira, { id })).review.actions[0];

describe('a tracker', () => {
  it('is told of an action, signed and with its key, and tells back without an echo', async () => {
    const id = await withAction();
    const [first, ...rest] = await told();
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      type: 'action.created',
      headers: { 'x-automation-webhook-token': 'hunter2' },
      data: { ref: `${id}/A1`, ticket: null, action: { state: 'open', owner: { email: 'ola@example.org' } } },
    });
    const secret = (await serverKey(env)).webhookSecret(`${base}/hook/secret-path`);
    const headers = Object.fromEntries(Object.entries(first?.headers ?? {}).map(([n, v]) => [n, String(v)]));
    expect(() => new Webhook(secret).verify(first?.body ?? '', headers)).not.toThrow();

    const answer = await hear({ ref: `${id}/A1`, key: 'OPS-1', state: 'To Do' });
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { ref: `${id}/A1`, state: 'open' }]);
    await hear({ key: 'OPS-1', state: 'Done' });
    expect(await told()).toEqual([]);
    expect(await actionOf(id)).toMatchObject({ state: 'done', ticket: { key: 'OPS-1', state: 'Done' } });
    const before = (await getIncident(mira, { id })).seq;
    await hear({ key: 'OPS-1', state: 'Done' });
    expect((await getIncident(mira, { id })).seq).toBe(before);
    expect((await listActions(mira, { which: 'ended', limit: 9 })).items).toMatchObject([
      { ticket: { tracker: 'jira', key: 'OPS-1', url: `${base}/browse/OPS-1`, state: 'Done' } },
    ]);

    await moveAction(mira, { id, action: 'A1', state: 'open', note: 'came back' });
    expect(await told()).toMatchObject([{ type: 'action.changed', data: { ticket: { key: 'OPS-1' } } }]);
  });

  it('that is down is told once it is up, of the last word alone, and what became of it stands there', async () => {
    status = 503;
    const id = await withAction();
    await told();
    await moveAction(mira, { id, action: 'A1', state: 'doing', note: '' });
    await told();
    const [failing] = (await readTickets(mira, { id })).actions;
    expect(failing?.told).toMatchObject([{ tracker: 'jira', type: 'action.created', state: 'queued' }]);
    expect(failing?.told[0]?.detail).toContain('answered 503');
    status = 204;
    await env.fastForward(60_000);
    expect(await told()).toMatchObject([{ type: 'action.created', data: { action: { state: 'doing' } } }]);
    expect((await readTickets(mira, { id })).actions[0]?.told).toMatchObject([{ state: 'sent' }]);
    await env.fastForward(600_000);
    expect(await told()).toEqual([]);
    expect((await listTrackers(mira)).items).toMatchObject([
      {
        name: 'jira',
        webhook: base,
        key: 'set',
        integration: { isThere: true },
        lastTold: { state: 'sent' },
      },
    ]);
    await tryTracker(root, { name: 'jira' });
    expect(await told()).toMatchObject([{ type: 'tracker.test', data: { ref: null } }]);
  });

  it('hears nothing of drills, of what is private or restricted, and of products that are not its own', async () => {
    await withAction({ product: 'uploads', drill: true });
    await withAction({ product: 'uploads', environment: 'gov' });
    await withAction({ product: 'uploads', private: true });
    await withAction({});
    expect(await told()).toEqual([]);
  });

  it('may do nothing else, and nobody else may do this', async () => {
    const id = await withAction();
    const { key: sender } = await createIntegration(root, { name: 'prometheus', kind: 'generic' });
    const { key: stranger } = await createIntegration(root, { name: 'another', kind: 'tracker' });
    const body = { ref: `${id}/A1`, key: 'OPS-2', state: 'Done' };
    const codes = await Promise.all([hear(body, sender), hear(body, 'fmi_x'), hear(body, stranger)]);
    expect(codes.map(({ statusCode }) => statusCode >= 400)).toEqual([true, true, true]);
    expect(await actionOf(id)).toMatchObject({ state: 'open', ticket: null });
    const { authenticateIntegration } = await import('#identity');
    expect(await authenticateIntegration(env, { bearer: key })).toBeNull();
  });

  it('says 202 of tickets that are of no action, and is not believed by their text unless it is to be', async () => {
    const id = await withAction();
    const fields = { status: { name: 'Done' }, labels: [`${id}-A1`] };
    const answer = await hear({ issue: { key: 'OPS-77', self: `${base}/rest/1`, fields } });
    expect([answer.statusCode, answer.json()]).toEqual([202, { ref: null }]);
    expect(await actionOf(id)).toMatchObject({ state: 'open', ticket: null });
  });
});

describe('people', () => {
  it('get the form of a new ticket filled in, and say which ticket an action has', async () => {
    const id = await withAction();
    const form = `${base}/new?summary=Rotate%20logs&label=${encodeURIComponent(`${id}/A1`)}&due=&to=ola%40example.org`;
    expect(await readTickets(mira, { id })).toMatchObject({
      trackers: [{ name: 'jira', title: 'jira' }],
      actions: [{ action: 'A1', open: [{ tracker: 'jira', url: form }] }],
    });
    await linkTicket(mira, { id, action: 'A1', ticket: { tracker: 'jira', key: 'OPS-9' } });
    expect(await actionOf(id)).toMatchObject({ ticket: { url: `${base}/browse/OPS-9`, state: null } });
    expect((await readTickets(mira, { id })).actions[0]?.open).toEqual([]);
    await linkTicket(mira, { id, action: 'A1', ticket: null });
    expect(await actionOf(id)).toMatchObject({ ticket: null });
    const unknown = linkTicket(mira, { id, action: 'A1', ticket: { tracker: 'no', key: 'X-1' } });
    await expect(unknown).rejects.toMatchObject({ code: 'invalid' });
    const viewer = as(env, 'vera', ['viewer']);
    await expect(linkTicket(viewer, { id, action: 'A1', ticket: null })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
