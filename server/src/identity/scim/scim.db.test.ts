import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { ensureAccount } from '../accounts/ensure.ts';
import { findAccount } from '../accounts/store.ts';
import { verifyAudit } from '../audit/verify.ts';
import { identityServer } from '../pages/browser.ts';
import { identitiesOf } from '../providers/identity-store.ts';
import { readSignInRules } from '../providers/read.ts';
import { authenticateToken } from '../tokens/authenticate.ts';
import { createToken } from '../tokens/manage.ts';

const signIn = `
breakGlass: [rescue]
providers:
  - { name: corp, label: Corp, issuer: 'https://id.relief.example', clientId: fieldmarshal }
scim:
  roles: { SRE: responder, Leads: lead, Operators: admin }
  defaultRole: viewer
  adopt: email
  provider: corp
`;

let env: TestEnv;
let app: FastifyInstance;
let secret: string;
const root = (): Ctx => as(env, 'root', ['admin']);

interface Resource {
  readonly id: string;
  readonly active: boolean;
  readonly groups: readonly { display: string }[];
  readonly members: readonly { value: string }[];
  readonly meta: { version: string; location: string };
}

async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  { body, headers, token = secret }: { body?: object; headers?: object; token?: string } = {},
): Promise<LightMyRequestResponse> {
  return app.inject({
    method,
    url: `/scim/v2${url}`,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
}

async function made(userName: string, more: object = {}): Promise<Resource> {
  const response = await ask('POST', '/Users', { body: { userName, ...more } });
  expect(response.statusCode, response.body).toBe(201);
  return response.json<Resource>();
}

const account = async (person: string) => findAccount(env.databases.web, person);
const patch = async (url: string, ...operations: object[]) =>
  ask('PATCH', url, { body: { schemas: [], Operations: operations } });

beforeAll(async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'fm-scim-')), 'sign-in.yaml');
  await writeFile(file, signIn);
  env = await testEnv({ config: { signIn: file } });
  app = await identityServer(env);
  await inTransaction(root(), async (tx) => {
    const person = { email: null, displayName: 'Root', roles: ['admin' as const] };
    await ensureAccount(tx, { ...person, person: 'root' });
    await ensureAccount(tx, { ...person, person: 'rescue', email: 'rescue@relief.example' });
    await ensureAccount(tx, {
      ...{ person: 'ola', email: 'ola@relief.example', displayName: 'Ola' },
      ...{ roles: ['lead'], managedBy: 'people.yaml' },
    });
  });
  const asked = { name: 'Corp', expiresInDays: 365, service: true, abilities: ['scim.provision'] };
  ({ secret } = await createToken(root(), asked));
});
afterAll(async () => app.close());

describe('the token', () => {
  test('opens this and nothing else, and nothing else opens this', async () => {
    expect((await ask('GET', '/Users', { token: '' })).statusCode).toBe(401);
    const { secret: narrow } = await createToken(root(), {
      ...{ name: 'x', expiresInDays: 1, service: true, abilities: ['identity.read'] },
    });
    const refused = await ask('GET', '/Users', { token: narrow });
    expect(refused.statusCode).toBe(403);
    expect(refused.headers['content-type']).toContain('application/scim+json');
    expect(refused.json()).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '403',
    });
    for (const more of [{ abilities: ['scim.provision', 'identity.manage'] }, { service: false }])
      await expect(
        createToken(root(), {
          name: 'x',
          expiresInDays: 1,
          service: true,
          abilities: ['scim.provision'],
          ...more,
        }),
      ).rejects.toMatchObject({ code: 'invalid', faults: [{ path: 'abilities' }] });
  });

  test('a browser that is signed in does not open it', async () => {
    const response = await ask('GET', '/Users', { token: '', headers: { cookie: 'fm_session=x' } });
    expect(response.statusCode).toBe(401);
  });
});

test('what there is, is described', async () => {
  expect((await ask('GET', '/ServiceProviderConfig')).json()).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
    filter: { maxResults: 200 },
  });
  const types = (await ask('GET', '/ResourceTypes')).json<{ Resources: { id: string }[] }>();
  expect(types.Resources.map(({ id }) => id)).toEqual(['User', 'Group']);
  const schemas = (await ask('GET', '/Schemas')).json<{ Resources: { id: string }[] }>();
  for (const { id } of schemas.Resources) expect((await ask('GET', `/Schemas/${id}`)).statusCode).toBe(200);
  expect((await ask('GET', '/Schemas/none')).statusCode).toBe(404);
});

describe('a user', () => {
  test('becomes an account with the role of everybody, connected to the provider by its identifier', async () => {
    const user = await made('mira@relief.example', {
      externalId: '00u-mira',
      name: { givenName: 'Mira', familyName: 'Khan' },
      password: 'not wanted here',
    });
    expect(user).toMatchObject({ userName: 'mira@relief.example', active: true, externalId: '00u-mira' });
    expect(await account('mira')).toMatchObject({
      displayName: 'Mira Khan',
      email: 'mira@relief.example',
      roles: ['viewer'],
      managedBy: 'SCIM',
    });
    const [identity] = await identitiesOf(env.databases.web, 'mira');
    expect(identity).toMatchObject({ issuer: 'https://id.relief.example', subject: '00u-mira' });
    const rows = await env.databases.web.selectFrom('scim_user').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('not wanted');
  });

  test.each(['mira@relief.example', 'MIRA@relief.example'])('called %s is there once', async (userName) => {
    const again = await ask('POST', '/Users', { body: { userName } });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ scimType: 'uniqueness', status: '409' });
  });

  test.each([
    'userName eq "MIRA@relief.example"',
    'externalId eq "00u-mira"',
    'emails.value eq "x" and active eq true',
  ])('is found by %s, and only so', async (filter) => {
    const found = (await ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)).json<{
      totalResults: number;
      Resources: { userName: string }[];
    }>();
    expect(found.Resources.map(({ userName }) => userName)).toEqual(
      filter.includes('emails') ? [] : ['mira@relief.example'],
    );
  });

  test('is refused with the word of the protocol for what is wrong', async () => {
    expect((await ask('GET', '/Users?filter=userName%20co%20%22a%22')).json()).toMatchObject({
      scimType: 'invalidFilter',
    });
    expect((await ask('POST', '/Users', { body: {} })).json()).toMatchObject({ scimType: 'invalidValue' });
    expect((await ask('GET', '/Users/none')).statusCode).toBe(404);
    const broken = await app.inject({
      method: 'POST',
      url: '/scim/v2/Users',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' },
      payload: '{',
    });
    expect(broken.json()).toMatchObject({ status: '400', scimType: 'invalidSyntax' });
  });

  test('is shown without what is not seen in its name, which it keeps; a name of nothing else is none', async () => {
    const displayName = '\u202eadA\u202c مهدی\u200cزاده';
    const kept = await made('unseen@relief.example', { displayName });
    expect(kept).toMatchObject({ displayName });
    expect((await account('unseen'))?.displayName).toBe('adA مهدی\u200cزاده');
    await made('nothing@relief.example', { displayName: '\u200b\u2066', name: { formatted: 'No Thing' } });
    expect((await account('nothing'))?.displayName).toBe('No Thing');
  });

  test('changes under its ETag only as it was seen', async () => {
    const user = await made('etag@relief.example');
    const headers = { 'if-match': user.meta.version };
    const body = { userName: 'etag@relief.example', displayName: 'E' };
    expect((await ask('PUT', `/Users/${user.id}`, { body, headers })).statusCode).toBe(200);
    expect((await ask('PUT', `/Users/${user.id}`, { body, headers })).statusCode).toBe(412);
    const now = await ask('GET', `/Users/${user.id}`);
    const same = await ask('GET', `/Users/${user.id}`, {
      headers: { 'if-none-match': String(now.headers['etag']) },
    });
    expect(same.statusCode).toBe(304);
    expect((await account('etag'))?.displayName).toBe('E');
  });

  test.each([
    ['Okta', { op: 'replace', value: { active: false } }, { op: 'replace', value: { active: true } }],
    [
      'Entra',
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Replace', path: 'active', value: 'True' },
    ],
  ])('shut by %s may do nothing from that moment, and something again when opened', async (name, off, on) => {
    const person = name.toLowerCase();
    const user = await made(`${person}@relief.example`);
    const { secret: own } = await createToken(as(env, person, ['viewer']), {
      ...{ name: 'own', expiresInDays: 1, service: false },
    });
    expect(await authenticateToken(env, own)).not.toBeNull();
    await env.databases.web
      .insertInto('session')
      .values({
        ...{ token_hash: Buffer.from(person), id: person, person, address: '', user_agent: '' },
        ...{ created_at: new Date(), last_seen_at: new Date() },
        ...{ expires_at: new Date(Date.now() + 1e6), ends_at: new Date(Date.now() + 1e6) },
      })
      .execute();
    expect((await patch(`/Users/${user.id}`, off)).json()).toMatchObject({ active: false });
    expect(await authenticateToken(env, own)).toBeNull();
    expect(
      await env.databases.web.selectFrom('session').select('id').where('person', '=', person).execute(),
    ).toEqual([]);
    expect((await account(person))?.disabledAt).not.toBeNull();
    expect((await patch(`/Users/${user.id}`, on)).json()).toMatchObject({ active: true });
    expect((await account(person))?.disabledAt).toBeNull();
  });

  test('takes over the account with its address where the operator says so, and leaves its roles alone', async () => {
    const user = await made('o.larsen', { emails: [{ value: 'ola@relief.example', primary: true }] });
    expect(await account('ola')).toMatchObject({
      roles: ['lead'],
      managedBy: 'people.yaml',
      disabledAt: null,
    });
    await patch(`/Users/${user.id}`, { op: 'replace', value: { active: false, displayName: 'Other' } });
    expect(await account('ola')).toMatchObject({
      displayName: 'Ola',
      disabledAt: expect.any(Date) as unknown,
    });
  });

  test('takes over no emergency account', async () => {
    const response = await ask('POST', '/Users', { body: { userName: 'rescue@relief.example' } });
    expect(response.statusCode).toBe(409);
  });

  test('that is deleted leaves an account that may nothing, and its address is free', async () => {
    const user = await made('gone@relief.example', { externalId: '00u-gone' });
    expect((await ask('DELETE', `/Users/${user.id}`)).statusCode).toBe(204);
    expect((await ask('GET', `/Users/${user.id}`)).statusCode).toBe(404);
    expect(await account('gone')).toMatchObject({
      email: null,
      roles: [],
      disabledAt: expect.any(Date) as unknown,
    });
    await made('gone@relief.example', { externalId: '00u-gone' });
    expect(await account('gone-2')).toMatchObject({ email: 'gone@relief.example', disabledAt: null });
  });
});

describe('a group', () => {
  test('gives its role to whom it gets and takes it from whom it loses, in both dialects', async () => {
    const [sam, ivo] = [await made('sam@relief.example'), await made('ivo@relief.example')];
    const group = (
      await ask('POST', '/Groups', { body: { displayName: 'SRE', members: [{ value: sam.id }] } })
    ).json<Resource>();
    expect((await account('sam'))?.roles).toEqual(['responder']);
    const url = `/Groups/${group.id}`;
    await patch(url, { op: 'Add', path: 'members', value: [{ value: ivo.id }] });
    expect((await account('ivo'))?.roles).toEqual(['responder']);
    await patch(url, { op: 'remove', path: `members[value eq "${sam.id}"]` });
    await patch(url, { op: 'Remove', path: 'members', value: [{ value: ivo.id }] });
    expect([(await account('sam'))?.roles, (await account('ivo'))?.roles]).toEqual([['viewer'], ['viewer']]);
    await patch(url, { op: 'replace', path: 'members', value: [{ value: sam.id }, { value: ivo.id }] });
    await patch(url, { op: 'replace', value: { id: group.id, displayName: 'Leads' } });
    expect((await account('ivo'))?.roles).toEqual(['lead']);
    expect((await ask('GET', `/Users/${sam.id}`)).json<Resource>().groups).toMatchObject([
      { display: 'Leads' },
    ]);
    expect((await ask('DELETE', url)).statusCode).toBe(204);
    expect((await account('sam'))?.roles).toEqual(['viewer']);
  });

  test('is listed without its members for who does not want them, and found by its name', async () => {
    await ask('POST', '/Groups', { body: { displayName: 'Listed' } });
    const filter = encodeURIComponent('displayName eq "listed"');
    const found = (await ask('GET', `/Groups?excludedAttributes=members&filter=${filter}`)).json<{
      Resources: Resource[];
    }>();
    expect(found.Resources).toHaveLength(1);
    expect(found.Resources[0]).not.toHaveProperty('members');
    expect((await ask('POST', '/Groups', { body: { displayName: 'LISTED' } })).statusCode).toBe(409);
  });

  test('knows only users, and no change of it is half done', async () => {
    const ana = await made('ana@relief.example');
    const group = (await ask('POST', '/Groups', { body: { displayName: 'Operators' } })).json<Resource>();
    const refused = await patch(
      `/Groups/${group.id}`,
      { op: 'add', path: 'members', value: [{ value: ana.id }] },
      { op: 'add', path: 'members', value: [{ value: 'nobody' }] },
    );
    expect(refused.json()).toMatchObject({ status: '400', scimType: 'invalidValue' });
    expect((await account('ana'))?.roles).toEqual(['viewer']);
  });

  test('of two changes at the same moment both count', async () => {
    const kim = await made('kim@relief.example');
    const ids = await Promise.all(
      ['SRE', 'Leads'].map(async (displayName) =>
        (await ask('POST', '/Groups', { body: { displayName } })).json<Resource>(),
      ),
    );
    const add = { op: 'add', path: 'members', value: [{ value: kim.id }] };
    await Promise.all(ids.map(async ({ id }) => patch(`/Groups/${id}`, add)));
    expect([...((await account('kim'))?.roles ?? [])].sort()).toEqual(['lead', 'responder']);
  });
});

test('who is shut out is let in by saying so, not by leaving it out', async () => {
  const { id } = await made('nora@relief.example', { active: false });
  const body = { userName: 'nora@relief.example', displayName: 'Nora' };
  expect((await ask('PUT', `/Users/${id}`, { body })).json()).toMatchObject({
    active: false,
    displayName: 'Nora',
  });
  expect((await patch(`/Users/${id}`, { op: 'remove', path: 'active' })).json()).toMatchObject({
    active: false,
  });
  const back = await ask('PUT', `/Users/${id}`, { body: { ...body, active: true } });
  expect(back.json()).toMatchObject({ active: true });
});

test('pages of a list begin at 1, and say how many there are', async () => {
  const first = (await ask('GET', '/Users?startIndex=1&count=2')).json<{
    totalResults: number;
    Resources: Resource[];
  }>();
  expect(first.Resources).toHaveLength(2);
  const second = (await ask('GET', '/Users?startIndex=3&count=1000')).json<typeof first>();
  expect(first.totalResults).toBe(2 + second.Resources.length);
  expect((await ask('GET', '/Users?count=0')).json()).toMatchObject({ Resources: [], itemsPerPage: 0 });
  expect((await ask('GET', '/Users?count=many')).statusCode).toBe(400);
  const twice = 'filter=userName%20eq%20%22a%22&filter=userName%20eq%20%22b%22';
  expect((await ask('GET', `/Users?${twice}`)).json()).toMatchObject({ scimType: 'invalidFilter' });
});

test('an administrator sees what is there; the audit is whole', async () => {
  const { provisioning } = await readSignInRules(root());
  expect(provisioning).toMatchObject({ tokens: 1, adopt: 'email', provider: 'corp', defaultRole: 'viewer' });
  expect(provisioning.groups.find(({ name }) => name === 'Leads')).toMatchObject({
    members: 1,
    role: 'lead',
  });
  expect((await verifyAudit(env.databases.worker)).broken).toBeNull();
});
