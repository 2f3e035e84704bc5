import http from 'node:http';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { deliveryHandlers } from '#delivery';
import { declareIncident } from '#incidents';
import { answerPage, oncallHandlers } from '#oncall';
import { systemCtx } from '#platform';
import { as, testEnv, whenOver, type TestEnv } from '../../testing/index.ts';
import { reactions } from '../reactions/index.ts';
import { auditOnce } from './audit-once.ts';
import { listNotices } from './notices.ts';

let env: TestEnv;
const told: string[] = [];
afterEach(() => void told.splice(0));

const person = (name: string, roles: string, url: string): string =>
  `---\napiVersion: fieldmarshal/v1\nkind: Person\nmetadata: { name: ${name} }\nspec: { email: ${name}@example.org, roles: [${roles}], contactMethods: [{ channel: webhook, url: ${url}/${name} }] }\n`;
const policy = (name: string, spec: string): string =>
  `---\napiVersion: fieldmarshal/v1\nkind: EscalationPolicy\nmetadata: { name: ${name} }\nspec: { repeat: 2, ${spec} }\n`;

beforeAll(async () => {
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { type, data } = JSON.parse(body) as { type: string; data: { subject?: string } };
      told.push(`${(request.url ?? '').slice(1)} ${type === 'page' ? 'paged' : (data.subject ?? type)}`);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  env = await testEnv({ handlers: [...deliveryHandlers, ...oncallHandlers], reactions });
  const text = [
    person('ada', 'responder', url),
    person('lena', 'lead', url),
    person('root', 'admin', url),
    `---\napiVersion: fieldmarshal/v1\nkind: Schedule\nmetadata: { name: deserted }\nspec: { timezone: Etc/UTC }\n`,
    policy(
      'gap',
      'steps: [{ targets: [{ schedule: deserted }] }, { targets: [{ person: ada }], minutes: 1 }]',
    ),
    policy('plain', 'steps: [{ targets: [{ person: ada }], minutes: 1 }]'),
  ].join('');
  const files = [{ path: 'test.yaml', text }];
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
});

async function declare(escalationPolicy: string): Promise<string> {
  const { id } = await declareIncident(systemCtx(env, 'test'), {
    title: 'Checkout fails',
    severity: 'SEV1',
    escalationPolicy,
  });
  await env.drain();
  return id;
}

async function pass(minutes: number): Promise<void> {
  await env.fastForward(minutes * 60_000);
  await env.drain();
}

const openNotices = async (): Promise<string[]> =>
  (await listNotices(as(env, 'rae'))).items.filter(({ endedAt }) => endedAt === null).map(({ text }) => text);

test('a step with nobody is told on Now and to those who lead, once, however often the walk comes past it', async () => {
  const id = await declare('gap');
  const messages = [`lena ${id}: paging does not go as planned`, `root ${id}: paging does not go as planned`];
  expect(told.sort()).toEqual(['ada paged', ...messages]);
  expect(await openNotices()).toEqual([
    `${id}: Step 1 of the escalation policy had nobody who can be reached (schedule deserted). It was passed over.`,
  ]);
  await pass(1.1);
  expect(told.filter((each) => !each.startsWith('ada'))).toEqual(messages);
});

test('beyond the newest twenty, how many there are is told', async () => {
  const before = await listNotices(as(env, 'rae'));
  await env.databases.web
    .insertInto('notice')
    .values(
      Array.from({ length: 30 }, (_, n) => ({
        ...{ key: `of many ${n}`, text: 'Trouble', started_at: new Date(), ended_at: new Date() },
        last_seen_at: new Date(),
      })),
    )
    .execute();
  const { items, total } = await listNotices(as(env, 'rae'));
  expect([items.length, total]).toEqual([20, before.total + 30]);
  await env.databases.web.deleteFrom('notice').where('key', 'like', 'of many %').execute();
});

test('an escalation that nobody answered is told once, and its notice ends when somebody does', async () => {
  await auditOnce({ ...env }, { standsIn: false });
  const before = (await openNotices()).length;
  const id = await declare('plain');
  for (const minutes of [1.1, 1.1, 1.1, 60]) await pass(minutes);
  const loud = told.filter((each) => each.includes(`${id}: nobody is being paged`));
  expect(loud.sort()).toEqual([`lena ${id}: nobody is being paged`, `root ${id}: nobody is being paged`]);
  await auditOnce({ ...env }, { standsIn: false });
  expect(await openNotices()).toContain(
    `${id}: Nobody answered, and there is no fallback. Nobody is being paged any more.`,
  );
  const page = await env.databases.web
    .selectFrom('page')
    .select('id')
    .where('incident_id', '=', id)
    .executeTakeFirstOrThrow();
  await answerPage(as(env, 'ada'), { pageId: page.id, answer: 'acknowledge' });
  await auditOnce({ ...env }, { standsIn: false });
  expect((await openNotices()).filter((text) => text.startsWith(`${id}:`))).toEqual([]);
  expect(await openNotices()).toHaveLength(before);
});
