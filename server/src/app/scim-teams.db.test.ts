import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyObjects, exportObjects, isCleared, readCatalog } from '#catalog';
import { identityPlugin } from '#identity';
import { getObject } from '../catalog/read-objects.ts';
import { readRoster } from '#oncall';
import { createToken } from '../identity/tokens/manage.ts';
import { verifyAudit } from '../identity/audit/verify.ts';
import { makeOverride } from '../oncall/overrides/make-override.ts';
import { as, testEnv, type TestEnv } from '../testing/index.ts';
import { reactions } from './reactions/index.ts';

const person = (name: string) => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { email: ${name}@relief.example }
`;
const teams = (group: string) => `apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: gov }
spec: { restricted: true }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: gateway }
spec: { members: [ada]${group}, clearances: [gov] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: gateway }
spec: { default: true, steps: [{ targets: [{ team: gateway }] }] }
${['ada', 'bo', 'cy', 'di'].map(person).join('')}`;

let env: TestEnv;
let app: FastifyInstance;
let secret: string;

async function scim<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object): Promise<T> {
  const response = await app.inject({
    method,
    url: `/scim/v2${url}`,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  expect(response.statusCode, response.body).toBeLessThan(300);
  await env.drain();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names what SCIM promises here
  return (response.body === '' ? {} : response.json()) as T;
}

const patch = async (url: string, ...operations: object[]): Promise<unknown> =>
  scim('PATCH', url, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: operations,
  });
const apply = async (text: string): Promise<void> => {
  await applyObjects(as(env, 'root', ['admin']), {
    files: [{ path: 'teams.yaml', text }],
    dryRun: false,
    prune: false,
  });
  await env.drain();
};
const members = async (): Promise<string[]> => (await readCatalog(env)).membersOf('gateway');
const users = new Map<string, string>();
let group = '';

beforeAll(async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'fm-scim-teams-')), 'sign-in.yaml');
  await writeFile(file, 'scim: { adopt: email, defaultRole: viewer }\n');
  env = await testEnv({ reactions, config: { signIn: file } });
  await apply(teams(''));
  const asked = { name: 'Corp', expiresInDays: 30, service: true, abilities: ['scim.provision'] };
  ({ secret } = await createToken(as(env, 'root', ['admin']), asked));
  app = fastify();
  await app.register(async (scope) => identityPlugin(scope, env));
  for (const name of ['bo', 'cy', 'di', 'guest']) {
    const body = { userName: `${name}@relief.example`, emails: [{ value: `${name}@relief.example` }] };
    users.set(name, (await scim<{ id: string }>('POST', '/Users', body)).id);
  }
  const listed = [{ value: users.get('bo') }, { value: users.get('guest') }];
  const body = { displayName: 'Gateway on-call', members: listed };
  group = (await scim<{ id: string }>('POST', '/Groups', body)).id;
});
afterAll(async () => app.close());

describe('a team that names a group of the identity provider', () => {
  test('has its people as members as soon as it names it, beside those of its file; people who are not in the catalog are left out', async () => {
    expect(await members()).toEqual(['ada']);
    await apply(teams(', group: "Gateway on-call"'));
    expect(await members()).toEqual(['ada', 'bo']);
    const shown = await getObject(as(env, 'ada'), { kind: 'Team', name: 'gateway' });
    expect(shown).toMatchObject({ spec: { members: ['ada'] }, groupMembers: ['bo'] });
  });

  test('follows the dialect of Okta and that of Entra', async () => {
    await patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: users.get('cy') }] });
    expect(await members()).toEqual(['ada', 'bo', 'cy']);
    await patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${users.get('bo')}"]` });
    expect(await members()).toEqual(['ada', 'cy']);
    await patch(
      `/Groups/${group}`,
      { op: 'Add', path: 'members', value: [{ value: users.get('di') }] },
      { op: 'Remove', path: 'members', value: [{ value: users.get('cy') }] },
    );
    expect(await members()).toEqual(['ada', 'di']);
  });

  test('is paged whole, also while somebody has an override and while a handover is open', async () => {
    await patch(`/Groups/${group}`, {
      op: 'replace',
      path: 'members',
      value: [{ value: users.get('bo') }, { value: users.get('di') }],
    });
    const asked = async (): Promise<string[]> => (await readRoster(env)).membersOf('gateway');
    expect(await asked()).toEqual(['ada', 'bo', 'di']);
    await apply(
      `apiVersion: fieldmarshal/v1\nkind: Schedule\nmetadata: { name: rota }\nspec: { timezone: Etc/UTC, fallback: [ada] }\n`,
    );
    const now = env.clock.now().getTime();
    await makeOverride(as(env, 'root', ['admin']), {
      name: 'rota',
      kind: 'take',
      user: 'cy',
      start: new Date(now).toISOString(),
      end: new Date(now + 3_600_000).toISOString(),
      why: 'test',
    });
    expect(await asked()).toEqual(['ada', 'bo', 'di']);
    await patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${users.get('bo')}"]` });
    expect(await asked()).toEqual(['ada', 'di']);
  });

  test('gives its clearances to who comes, and takes them from who goes', async () => {
    const sees = async (name: string): Promise<boolean> => isCleared(await readCatalog(env), name, 'gov');
    expect([await sees('di'), await sees('bo')]).toEqual([true, false]);
    await scim('PUT', `/Groups/${group}`, {
      displayName: 'Gateway on-call',
      members: [{ value: users.get('bo') }],
    });
    expect([await sees('di'), await sees('bo')]).toEqual([false, true]);
  });

  test('loses who is shut out, has them again when they are let in, and loses who is deleted', async () => {
    const bo = `/Users/${users.get('bo')}`;
    await patch(bo, { op: 'Replace', path: 'active', value: 'False' });
    expect(await members()).toEqual(['ada']);
    await patch(bo, { op: 'replace', value: { active: true } });
    expect(await members()).toEqual(['ada', 'bo']);
    await scim('DELETE', bo);
    expect(await members()).toEqual(['ada']);
  });

  test('keeps them when its file is applied again, and writes none of them into files', async () => {
    await patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: users.get('cy') }] });
    await apply(teams(', group: "Gateway on-call", displayName: Gateway'));
    expect(await members()).toEqual(['ada', 'cy']);
    const { files } = await exportObjects(as(env, 'ada'), { kind: 'Team' });
    const text = files.map((file) => file.text).join('');
    expect(text).toContain('group: Gateway on-call');
    expect(text).not.toContain('cy');
  });

  test('loses them with the name of the group, with the group, and when it names none', async () => {
    await patch(`/Groups/${group}`, { op: 'replace', value: { displayName: 'Gateway' } });
    expect(await members()).toEqual(['ada']);
    await patch(`/Groups/${group}`, { op: 'replace', path: 'displayName', value: 'Gateway on-call' });
    expect(await members()).toEqual(['ada', 'cy']);
    await apply(teams(''));
    expect(await members()).toEqual(['ada']);
    await apply(teams(', group: "Gateway on-call"'));
    await scim('DELETE', `/Groups/${group}`);
    expect(await members()).toEqual(['ada']);
  });

  test('has each of it in the audit log', async () => {
    const { rows } = await env.databases.pools.web.query<{ n: number }>(
      `select count(*)::int as n from audit where action = 'catalog.team-followed-group' and subject = 'Team/gateway'`,
    );
    expect(rows[0]?.n).toBeGreaterThan(10);
    expect((await verifyAudit(env.databases.web)).broken).toBeNull();
  });
});
