import { afterEach, expect, test } from 'vitest';
import { inTransaction, systemCtx } from '#platform';
import type { Destination } from '@fieldmarshal/contract/delivery';
import { as, testEnv, type TestEnv } from '#testing';
import { cancelDeliveries, deliveryHandlers, sendMessages } from '../index.ts';
import { listDeliveries } from '../read.ts';
import { readDeliveryHealth } from '../health.ts';
import { closeReceivers, httpReceiver, providersFile, receivers } from '../testing/receivers.ts';

afterEach(closeReceivers);

interface Two {
  readonly env: TestEnv;
  readonly first: Awaited<ReturnType<typeof httpReceiver>>;
  readonly second: Awaited<ReturnType<typeof httpReceiver>>;
}

async function twoProviders(): Promise<Two> {
  const idOf = (request: { headers: Record<string, unknown> }): string =>
    String(request.headers['idempotency-key']);
  const [first, second] = [await httpReceiver({ idOf }), await httpReceiver({ idOf })];
  const provider = (name: string, base: string) => ({
    name,
    settings: { kind: 'http-gateway', url: `${base}/`, body: '{"text":"{{text}}"}' },
  });
  const config = await providersFile([provider('one', first.base), provider('two', second.base)]);
  return { env: await testEnv({ handlers: deliveryHandlers, config }), first, second };
}

const toPhone: Destination = { channel: 'sms', destination: '+447700900123' };

async function send(env: TestEnv, key: string, way = toPhone): Promise<void> {
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    sendMessages(tx, [
      {
        key,
        ...way,
        message: { subject: 'hello', text: 'hello' },
        regarding: key,
        incidentId: 'INC-1',
      },
    ]),
  );
  await env.drain();
}

async function last(env: TestEnv) {
  const { items } = await listDeliveries(as(env, 'mira', ['responder']), { limit: 1 });
  return items[0];
}

test('where the first provider fails the second sends at once, under the same id, in the same attempt', async () => {
  const { env, first, second } = await twoProviders();
  first.plan('temporary');
  await send(env, 'one-fails');
  expect(second.received.map(({ id }) => id)).toEqual(['one-fails']);
  expect(await last(env)).toMatchObject({ state: 'sent', attempts: [{ outcome: 'sent' }] });
  expect((await last(env))?.detail).toMatch(/answered 503.*took it/);
});

test('also where the first refuses for good, and where its answer is lost', async () => {
  const { env, first, second } = await twoProviders();
  first.plan('permanent');
  await send(env, 'refused');
  first.plan('lose-answer');
  await send(env, 'lost');
  expect(second.received.map(({ id }) => id)).toEqual(['refused', 'lost']);
});

test('a provider that has failed five times in a row is passed over without being asked', async () => {
  const { env, first, second } = await twoProviders();
  first.plan('temporary');
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await send(env, key);
  expect(first.requests).toHaveLength(5);
  expect(second.received).toHaveLength(6);
  expect((await last(env))?.detail).toContain('circuit open');
});

test('where both refuse it is settled as failed, with both reasons', async () => {
  const { env, first, second } = await twoProviders();
  first.plan('permanent');
  second.plan('permanent');
  await send(env, 'nobody');
  expect(await last(env)).toMatchObject({ state: 'failed' });
  expect((await last(env))?.detail.match(/answered 410/g)).toHaveLength(2);
});

test('what was answered while the first provider failed is not sent by the second', async () => {
  const { env, first, second } = await twoProviders();
  first.plan('temporary');
  first.beforeAnswer(async () => {
    await inTransaction(systemCtx(env, 'test'), async (tx) => cancelDeliveries(tx, ['over'], 'Acknowledged'));
  });
  await send(env, 'over');
  expect(first.requests).toHaveLength(1);
  expect(second.requests).toHaveLength(0);
  expect(await last(env)).toMatchObject({ state: 'cancelled' });
});

test('of two mail servers each says its own sentence, and mail counts as configured by them alone', async () => {
  const [first, second] = [await receivers.email.open(), await receivers.email.open()];
  const provider = (name: string, { config }: typeof first) => {
    const { hostname: host, port } = new URL(config.smtpUrl ?? '');
    return { name, settings: { kind: 'smtp', host, port: Number(port) } };
  };
  const config = await providersFile([provider('one', first), provider('two', second)]);
  const env = await testEnv({ handlers: deliveryHandlers, config });
  first.plan('permanent');
  await send(env, 'by-mail', { channel: 'email', destination: 'mira@example.org' });
  expect((await last(env))?.detail).toMatch(
    /^The mail server one refused it: .*550 planned\. The mail server two took it: 250 .*[^.]\.$/,
  );
  expect(await readDeliveryHealth(as(env, 'mira', ['admin']))).toMatchObject({ email: 'configured' });
});
