import { expect, test } from 'vitest';
import { inTransaction, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { listAudit } from '../audit/read.ts';
import { createAccount } from './create.ts';
import { disableAccount, enableAccount } from './disable.ts';
import { ensureAccount, type WantedAccount } from './ensure.ts';
import { invite } from './invite.ts';
import { listAccounts } from './list.ts';
import { readMe } from './me.ts';
import { setRoles } from './set-roles.ts';

const root = (env: TestEnv): Ctx => as(env, 'root', ['admin']);
const lead = (env: TestEnv): Ctx => as(env, 'lena', ['lead']);

const mira: WantedAccount = {
  person: 'mira',
  email: 'mira@relief.example',
  displayName: 'Mira Khan',
  roles: ['responder'],
};

async function ensure(ctx: Ctx, wanted: WantedAccount): Promise<void> {
  await inTransaction(ctx, async (tx) => ensureAccount(tx, wanted));
}

async function withRoot(): Promise<TestEnv> {
  const env = await testEnv();
  await ensure(root(env), { ...mira, person: 'root', email: null, displayName: 'Root', roles: ['admin'] });
  return env;
}

async function actions(env: TestEnv): Promise<string[]> {
  return (await listAudit(root(env), { limit: 50 })).items.map((row) => row.action);
}

test('an account is made as the catalog wants it, and again changes nothing', async () => {
  const env = await withRoot();
  await ensure(lead(env), mira);
  await ensure(lead(env), mira);
  const { items } = await listAccounts(root(env), { limit: 10 });
  expect(items.find((item) => item.person === 'mira')).toMatchObject({
    email: 'mira@relief.example',
    displayName: 'Mira Khan',
    roles: ['responder'],
    hasPassword: false,
    disabledAt: null,
  });
  expect(await actions(env)).toEqual(['account.created', 'account.created']);
});

test('a changed person changes the account', async () => {
  const env = await withRoot();
  await ensure(lead(env), mira);
  await ensure(lead(env), { ...mira, displayName: 'Mira K.', roles: ['field-marshal'] });
  const [row] = (await listAudit(root(env), { limit: 1 })).items;
  expect(row).toMatchObject({
    action: 'account.changed',
    subject: 'Person/mira',
    before: { displayName: 'Mira Khan', roles: ['responder'] },
    after: { displayName: 'Mira K.', roles: ['field-marshal'] },
  });
});

test('nobody renames somebody above them or gives them another address; where their file lies is no matter', async () => {
  const env = await withRoot();
  const ada: WantedAccount = {
    ...mira,
    person: 'ada',
    email: 'ada@relief.example',
    roles: ['admin'],
    managedBy: 'a.yaml',
  };
  await ensure(root(env), ada);
  for (const changed of [{ email: 'lena@relief.example' }, { displayName: 'Lena' }, { email: null }])
    await expect(ensure(lead(env), { ...ada, ...changed })).rejects.toMatchObject({
      code: 'forbidden',
      publicMessage: 'You may not change ada, who has roles beyond your own.',
    });
  await ensure(lead(env), { ...ada, managedBy: 'people/a.yaml' });
  const { items } = await listAccounts(root(env), { limit: 10 });
  expect(items.find(({ person }) => person === 'ada')).toMatchObject({
    email: 'ada@relief.example',
    displayName: 'Mira Khan',
    managedBy: 'people/a.yaml',
  });
});

test('people are found by a part of name, address or id, page by page; marks of patterns are marks', async () => {
  const env = await withRoot();
  for (const [person, displayName, email] of [
    ['ana', 'Ana 100% Lopez', 'ana@relief.example'],
    ['anders', 'Anders Vik', 'vik@relief.example'],
    ['zoe', 'Zoe Banana', null],
  ] as const)
    await ensure(lead(env), { ...mira, person, displayName, email });
  const found = async (q: string, more: { limit?: number; cursor?: string } = {}) => {
    const { items, nextCursor } = await listAccounts(root(env), { limit: 10, ...more, q });
    return [items.map((item) => item.person).join(' '), nextCursor];
  };
  expect(await found(' ANA ')).toEqual(['ana zoe', null]);
  expect(await found('ana', { limit: 1 })).toEqual(['ana', 'ana']);
  expect(await found('ana', { limit: 1, cursor: 'ana' })).toEqual(['zoe', null]);
  expect(await found('vik@')).toEqual(['anders', null]);
  expect(await found('0%')).toEqual(['ana', null]);
  expect(await found('a_a')).toEqual(['', null]);
  expect(await found('')).toEqual(['ana anders root zoe', null]);
});

test('nobody hands out more than they have, not even through the catalog', async () => {
  const env = await withRoot();
  await expect(ensure(lead(env), { ...mira, roles: ['admin'] })).rejects.toMatchObject({
    code: 'forbidden',
    faults: [{ path: 'roles' }],
  });
  await expect(ensure(lead(env), { ...mira, person: 'root', email: null })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const narrow: Ctx = {
    ...root(env),
    actor: {
      kind: 'token',
      tokenId: 'token-1',
      name: 'catalog sync',
      person: null,
      roles: ['admin'],
      abilities: ['catalog.write'],
    },
  };
  await ensure(narrow, mira);
  await expect(ensure(narrow, { ...mira, roles: ['lead'] })).rejects.toMatchObject({ code: 'forbidden' });
});

test('an e-mail address belongs to one account, whatever its case', async () => {
  const env = await withRoot();
  await ensure(lead(env), mira);
  await expect(
    ensure(lead(env), { ...mira, person: 'ola', email: 'MIRA@relief.example' }),
  ).rejects.toMatchObject({ code: 'conflict', faults: [{ path: 'email' }] });
});

test('of two who want one e-mail address at the same moment, one gets it', async () => {
  const env = await withRoot();
  const wants = ['ola', 'sam', 'ivo'].map(async (person) => ensure(lead(env), { ...mira, person }));
  const results = await Promise.allSettled(wants);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused.map((result): unknown => result.reason)).toMatchObject([
    { code: 'conflict' },
    { code: 'conflict' },
  ]);
});

test('the last administrator who can sign in stays one', async () => {
  const env = await withRoot();
  await expect(setRoles(root(env), { person: 'root', roles: ['lead'] })).rejects.toMatchObject({
    code: 'refused',
  });
  const other = as(env, 'other', ['admin']);
  await expect(disableAccount(other, { person: 'root' })).rejects.toMatchObject({ code: 'refused' });
  await ensure(root(env), { ...mira, roles: ['admin'] });
  await disableAccount(other, { person: 'root' });
  await expect(setRoles(other, { person: 'mira', roles: ['viewer'] })).rejects.toMatchObject({
    code: 'refused',
  });
});

test('two administrators who shut each other out at the same moment: one stays', async () => {
  const env = await withRoot();
  await ensure(root(env), { ...mira, roles: ['admin'] });
  // Holds both where they are about to end the sessions, after each has made sure that an administrator stays.
  const gate = await env.databases.pools.worker.connect();
  await gate.query('begin; lock table session in access exclusive mode');
  const both = Promise.allSettled([
    disableAccount(root(env), { person: 'mira' }),
    disableAccount(as(env, 'mira', ['admin']), { person: 'root' }),
  ]);
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await env.databases.pools.intake.query(waiting)).rowCount).toBe(2);
  await gate.query('commit');
  gate.release();
  const refused = (await both).filter((result) => result.status === 'rejected');
  expect(refused.map((result): unknown => result.reason)).toMatchObject([{ code: 'refused' }]);
  const { items } = await listAccounts(root(env), { limit: 10 });
  expect(items.filter((item) => item.disabledAt === null)).toHaveLength(1);
});

test('roles that a file decides are changed in the file', async () => {
  const env = await withRoot();
  await ensure(lead(env), { ...mira, managedBy: 'people.yaml' });
  await expect(setRoles(root(env), { person: 'mira', roles: ['lead'] })).rejects.toThrow('people.yaml');
  await ensure(lead(env), mira);
  expect(await setRoles(root(env), { person: 'mira', roles: ['lead', 'lead'] })).toMatchObject({
    roles: ['lead'],
  });
});

test('disabled and enabled again; doing so twice changes nothing', async () => {
  const env = await withRoot();
  await ensure(root(env), mira);
  expect((await disableAccount(root(env), { person: 'mira' })).disabledAt).not.toBeNull();
  await disableAccount(root(env), { person: 'mira' });
  await expect(invite(root(env), { person: 'mira' })).rejects.toMatchObject({ code: 'refused' });
  expect(await enableAccount(root(env), { person: 'mira' })).toMatchObject({ disabledAt: null });
  await enableAccount(root(env), { person: 'mira' });
  expect((await actions(env)).slice(0, 2)).toEqual(['account.enabled', 'account.disabled']);
  await expect(disableAccount(root(env), { person: 'root' })).rejects.toThrow('yourself');
});

test('who is left without a role may nothing, and their e-mail address is free when it is taken away too', async () => {
  const env = await withRoot();
  await ensure(lead(env), mira);
  await ensure(lead(env), { ...mira, roles: [], email: null });
  await ensure(lead(env), { ...mira, person: 'ola' });
  const { abilities } = await readMe(as(env, 'mira', []));
  expect(abilities).toEqual([]);
});

test('somebody outside the catalog is let in once', async () => {
  const env = await withRoot();
  const guest = { person: 'guest', email: null, displayName: 'Guest', roles: ['viewer' as const] };
  expect(await createAccount(root(env), guest)).toMatchObject({ person: 'guest', roles: ['viewer'] });
  await expect(createAccount(root(env), guest)).rejects.toMatchObject({ code: 'conflict' });
});

test('an invitation is a link on the public address, and is not kept for a repeated request', async () => {
  const env = await withRoot();
  await ensure(root(env), mira);
  const ctx: Ctx = { ...root(env), idempotency: { key: 'k', request: 'r' } };
  const { link } = await invite(ctx, { person: 'mira' });
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4600\/sign-in\/link\/[\w-]{43}$/);
  expect(await env.databases.web.selectFrom('idempotency').selectAll().execute()).toEqual([]);
  const rows = JSON.stringify(await listAudit(root(env), { limit: 50 }));
  expect(rows).not.toContain(link.split('/').at(-1));
  await expect(invite(ctx, { person: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
});

test('the list is read page by page', async () => {
  const env = await withRoot();
  for (const person of ['a', 'b', 'c']) await ensure(root(env), { ...mira, person, email: null });
  const first = await listAccounts(root(env), { limit: 3 });
  const second = await listAccounts(root(env), { limit: 3, cursor: first.nextCursor ?? '' });
  expect([first, second].map((page) => page.items.map((item) => item.person))).toEqual([
    ['a', 'b', 'c'],
    ['root'],
  ]);
  expect(second.nextCursor).toBeNull();
});

test.each([
  ['list', async (ctx: Ctx) => listAccounts(ctx, { limit: 1 }), 'not-found'],
  ['create', async (ctx: Ctx) => createAccount(ctx, { ...mira, person: 'x' }), 'forbidden'],
  ['set roles', async (ctx: Ctx) => setRoles(ctx, { person: 'mira', roles: ['viewer'] }), 'forbidden'],
  ['set roles of nobody', async (ctx: Ctx) => setRoles(ctx, { person: 'x', roles: ['viewer'] }), 'forbidden'],
  ['disable', async (ctx: Ctx) => disableAccount(ctx, { person: 'mira' }), 'forbidden'],
  ['enable', async (ctx: Ctx) => enableAccount(ctx, { person: 'mira' }), 'forbidden'],
  ['invite', async (ctx: Ctx) => invite(ctx, { person: 'mira' }), 'forbidden'],
])('a lead may not: %s', async (_what, ask, code) => {
  const env = await withRoot();
  await ensure(root(env), mira);
  await expect(ask(lead(env))).rejects.toMatchObject({ code });
  expect(await actions(env)).toEqual(['account.created', 'account.created']);
});

test('who asks gets their own abilities', async () => {
  const env = await withRoot();
  await ensure(root(env), mira);
  const me = await readMe(as(env, 'mira'));
  expect(me).toMatchObject({ kind: 'person', person: 'mira', email: 'mira@relief.example' });
  expect(me.abilities).toContain('incident.declare');
  expect(me.abilities).not.toContain('catalog.write');
});
