import { afterEach, expect, test } from 'vitest';
import { applyObjects, readCatalog } from '#catalog';
import type { Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { deliveryHandlers } from '../index.ts';
import { closeReceivers, httpReceiver } from '../testing/receivers.ts';
import { addContact, editContact, orderContacts, removeContact, subscribeDevice } from './change.ts';
import { readContacts } from './contacts.ts';
import { listContacts } from './list.ts';
import { listTests, testContacts } from './test-ways.ts';
import { sendCode, verifyContact } from './verify.ts';
import { answerTest } from './test-store.ts';
import { inTransaction, systemCtx } from '#platform';

afterEach(closeReceivers);

interface World {
  readonly env: TestEnv;
  readonly mira: Ctx;
  readonly bo: Ctx;
  readonly url: string;
  readonly server: Awaited<ReturnType<typeof httpReceiver>>;
}

async function world(): Promise<World> {
  const env = await testEnv({ handlers: deliveryHandlers });
  const text = ['mira', 'bo']
    .map(
      (name) =>
        `apiVersion: fieldmarshal/v1\nkind: Person\nmetadata: { name: ${name} }\nspec: { email: ${name}@example.org }\n`,
    )
    .join('---\n');
  const files = [{ path: 'people.yaml', text }];
  await applyObjects(as(env, 'lead', ['admin']), { files, dryRun: false, prune: false });
  const server = await httpReceiver({ idOf: () => '' });
  return {
    env,
    server,
    url: `${server.base}/hook`,
    mira: as(env, 'mira', ['viewer']),
    bo: as(env, 'bo', ['viewer']),
  };
}

/** The code in the last message that arrived. */
function codeIn({ server }: World): string {
  return /code (\d{3} \d{3})/.exec(server.requests.at(-1)?.body.toString() ?? '')?.[1] ?? 'none';
}

async function paged({ env }: World, person: string): Promise<string[]> {
  const spec = (await readCatalog(env)).get('Person', person)?.spec;
  if (!spec) throw new Error('no such person');
  return (await readContacts(env)).methodsOf(person, spec).map(({ channel }) => channel);
}

async function add(given: World): Promise<string> {
  const { id } = await addContact(given.mira, { method: { channel: 'slack', url: given.url } });
  await given.env.drain();
  return id;
}

test('a way counts for paging only after its code was given back', async () => {
  const given = await world();
  const id = await add(given);
  expect(await paged(given, 'mira')).toEqual(['email']);
  const stored = await given.env.databases.worker.selectFrom('delivery').selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(codeIn(given));
  const view = await verifyContact(given.mira, { id, code: codeIn(given).replace(' ', '') });
  expect(view.counts).toBe(true);
  expect(await paged(given, 'mira')).toEqual(['email', 'slack']);
  expect(await paged(given, 'bo')).toEqual(['email']);
});

test('wrong codes are counted, and after five even the right one is refused until a new one is asked for', async () => {
  const given = await world();
  const id = await add(given);
  const right = codeIn(given).replace(' ', '');
  const wrong = right === '000000' ? '000001' : '000000';
  for (let attempt = 0; attempt < 5; attempt += 1)
    await expect(verifyContact(given.mira, { id, code: wrong })).rejects.toMatchObject({ code: 'invalid' });
  await expect(verifyContact(given.mira, { id, code: right })).rejects.toMatchObject({
    code: 'rate-limited',
  });
  await expect(sendCode(given.mira, { id })).rejects.toMatchObject({ code: 'rate-limited' });
  await given.env.fastForward(61_000);
  await sendCode(given.mira, { id });
  await given.env.drain();
  await expect(verifyContact(given.mira, { id, code: right })).rejects.toMatchObject({ code: 'invalid' });
  expect((await verifyContact(given.mira, { id, code: codeIn(given).replace(' ', '') })).counts).toBe(true);
});

test('an old code is refused', async () => {
  const given = await world();
  const id = await add(given);
  await given.env.fastForward(16 * 60_000);
  await expect(verifyContact(given.mira, { id, code: codeIn(given).replace(' ', '') })).rejects.toMatchObject(
    {
      faults: [{ path: 'code', message: expect.stringContaining('15 minutes') as unknown }],
    },
  );
});

test("somebody else's way looks like none, and nothing is changed", async () => {
  const given = await world();
  const id = await add(given);
  const refusal = { code: 'not-found' };
  await expect(verifyContact(given.bo, { id, code: '000000' })).rejects.toMatchObject(refusal);
  await expect(removeContact(given.bo, { id })).rejects.toMatchObject(refusal);
  await expect(editContact(given.bo, { id, label: 'mine' })).rejects.toMatchObject(refusal);
  await expect(sendCode(given.bo, { id })).rejects.toMatchObject(refusal);
  expect((await listContacts(given.mira)).items).toHaveLength(2);
});

test('what can never be reached is refused, naming the field', async () => {
  const given = await world();
  const metadata = { channel: 'slack', url: 'http://169.254.169.254/latest' } as const;
  await expect(addContact(given.mira, { method: metadata })).rejects.toMatchObject({
    code: 'invalid',
    faults: [{ path: 'method.url' }],
  });
  await expect(
    addContact(given.mira, { method: { channel: 'sms', number: '+447700900123' } }),
  ).rejects.toMatchObject({
    code: 'refused',
    publicMessage: expect.stringContaining('not configured') as unknown,
  });
  await expect(
    addContact(given.mira, { method: { channel: 'email', address: 'mira@example.org' } }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await listContacts(given.mira)).items).toHaveLength(1);
});

test('another destination has to be verified again; the order is the person’s', async () => {
  const given = await world();
  const id = await add(given);
  await verifyContact(given.mira, { id, code: codeIn(given).replace(' ', '') });
  await orderContacts(given.mira, { ids: [id, 'file:email:mira@example.org'] });
  expect(await paged(given, 'mira')).toEqual(['slack', 'email']);
  await expect(orderContacts(given.mira, { ids: [id] })).rejects.toMatchObject({ code: 'invalid' });
  await editContact(given.mira, { id, method: { channel: 'slack', url: `${given.url}/2` } });
  expect(await paged(given, 'mira')).toEqual(['email']);
});

test('codes are limited to ten an hour, removing and adding again included', async () => {
  const given = await world();
  for (let round = 0; round < 10; round += 1) await removeContact(given.mira, { id: await add(given) });
  await expect(add(given)).rejects.toMatchObject({ code: 'rate-limited' });
  expect((await listContacts(given.mira)).items).toHaveLength(1);
});

test('a test goes out by every way that counts, and shows what became of it and that it was acknowledged', async () => {
  const given = await world();
  const id = await add(given);
  await verifyContact(given.mira, { id, code: codeIn(given).replace(' ', '') });
  await testContacts(given.mira);
  await expect(testContacts(given.mira)).rejects.toMatchObject({ code: 'rate-limited' });
  await given.env.drain();
  const { items } = await listTests(given.mira);
  expect(items.map(({ channel, state, answeredAt }) => ({ channel, state, answeredAt }))).toEqual([
    { channel: 'email', state: 'failed', answeredAt: null },
    { channel: 'slack', state: 'sent', answeredAt: null },
  ]);
  expect(given.server.requests.at(-1)?.body.toString()).toContain('/t/');
  const test = String(items[1]?.id);
  await inTransaction(systemCtx(given.env, 'test'), async (tx) => answerTest(tx, { id: test }));
  expect((await listTests(given.mira)).items[1]?.answeredAt).not.toBeNull();
});

test('a device that its push service no longer knows is removed, and the person told by another way', async () => {
  const given = await world();
  const id = await add(given);
  await verifyContact(given.mira, { id, code: codeIn(given).replace(' ', '') });
  const gone = await httpReceiver({ idOf: () => '' });
  gone.plan('permanent');
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const device = await subscribeDevice(given.mira, { label: 'Phone', endpoint: `${gone.base}/push`, keys });
  expect(await paged(given, 'mira')).toEqual(['email', 'slack', 'push']);
  await orderContacts(given.mira, { ids: [id, device.id, 'file:email:mira@example.org'] });
  await testContacts(given.mira);
  await given.env.drain();
  expect(await paged(given, 'mira')).toEqual(['slack', 'email']);
  const bodies = given.server.requests.map(({ body }) => body.toString());
  expect(bodies.filter((body) => body.includes('Phone no longer receives pages'))).toHaveLength(1);
});
