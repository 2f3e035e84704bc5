import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { cancelDeliveries, deliveryHandlers, sendMessages } from '../index.ts';
import { listDeliveries } from '../read.ts';
import { noteReceipt } from '../receipts/take-receipt.ts';
import { beginAttempt } from './attempt.ts';

const posted = z.object({ data: z.object({ count: z.number().optional() }).loose() });
/** The id of each message, and how many pages it speaks of. */
const received: [string, number][] = [];
let status = 204;
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    const { count = 1 } = posted.parse(JSON.parse(body)).data;
    if (status < 300) received.push([String(request.headers['webhook-id']), count]);
    response.writeHead(status).end();
  });
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received.length = 0;
  status = 204;
});

async function newEnv(): Promise<TestEnv> {
  return testEnv({ handlers: deliveryHandlers });
}

interface Sending {
  readonly bundle?: 'lead' | 'wait';
  readonly to?: string;
}

async function send(env: TestEnv, key: string, { bundle = 'wait', to = 'ada' }: Sending = {}): Promise<void> {
  const message = { type: 'page', subject: key, text: '{answer-link}', data: { key } };
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    sendMessages(tx, [
      { key, channel: 'webhook', destination: `${origin}/${to}`, message, regarding: `PG-${key}`, bundle },
    ]),
  );
  await env.drain();
}

async function states(env: TestEnv): Promise<Record<string, string>> {
  const { items } = await listDeliveries(as(env, 'mira', ['responder']), { limit: 100 });
  return Object.fromEntries(items.map(({ key, state }) => [key, state]));
}

test('the first leaves at once, and what follows within ten seconds leaves as one message with a count', async () => {
  const env = await newEnv();
  for (const key of ['a', 'b', 'c', 'd']) await send(env, key);
  expect(received).toEqual([['a', 1]]);
  await env.fastForward(10_000);
  await env.drain();
  expect(received.map(([, count]) => count)).toEqual([1, 3]);
  expect(await states(env)).toEqual({ a: 'sent', b: 'sent', c: 'sent', d: 'sent' });
  await env.fastForward(120_000);
  await env.drain();
  expect(received).toHaveLength(2);
});

test('what leads never waits, and others wait for it; other destinations are their own', async () => {
  const env = await newEnv();
  await send(env, 'first');
  await send(env, 'sev1', { bundle: 'lead' });
  await send(env, 'elsewhere', { to: 'bo' });
  await send(env, 'waits');
  expect(received.map(([key]) => key)).toEqual(['first', 'sev1', 'elsewhere']);
});

test('what is answered while it waits is left out, and one alone is sent as itself', async () => {
  const env = await newEnv();
  for (const key of ['a', 'b', 'c']) await send(env, key);
  await inTransaction(systemCtx(env, 'test'), async (tx) => cancelDeliveries(tx, ['PG-c'], 'Acknowledged'));
  await env.fastForward(10_000);
  await env.drain();
  expect(received).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  expect(await states(env)).toEqual({ a: 'sent', b: 'sent', c: 'cancelled' });
});

test('where the message is refused for now or for good, so is each of them, and each is tried again', async () => {
  const env = await newEnv();
  await send(env, 'a');
  status = 503;
  for (const key of ['b', 'c']) await send(env, key);
  await env.fastForward(10_000);
  await env.drain();
  expect(await states(env)).toMatchObject({ b: 'queued', c: 'queued' });
  status = 204;
  for (let left = 8; left > 0; left -= 1) {
    await env.fastForward(10_000);
    await env.drain();
  }
  expect(received.flatMap(([, count]) => count).reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(await states(env)).toEqual({ a: 'sent', b: 'sent', c: 'sent' });
});

test('a process that dies in the middle loses none: each comes again by itself', async () => {
  const env = await newEnv();
  for (const key of ['a', 'b', 'c']) await send(env, key);
  const { id } = await env.databases.web
    .selectFrom('delivery')
    .select('id')
    .where('key', '=', 'b')
    .executeTakeFirstOrThrow()
    .then((row) => ({ id: String(row.id) }));
  await env.fastForward(10_000);
  // The attempt is opened, with what it carries, and never recorded.
  const attempt = await beginAttempt(systemCtx(env, 'test'), {
    deliveryId: id,
    unmade: false,
    channel: 'webhook',
    destination: `${origin}/ada`,
  });
  expect(attempt?.carried?.map(({ delivery }) => delivery.key)).toEqual(['c']);
  await env.drain();
  expect(received).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  await env.fastForward(60_000);
  await env.drain();
  expect(received.map(([key]) => key)).toEqual(['a', 'b', 'c']);
  expect(await states(env)).toEqual({ a: 'sent', b: 'sent', c: 'sent' });
});

test('a receipt that the message did not arrive is one for each page in it', async () => {
  const env = await newEnv();
  for (const key of ['a', 'b', 'c']) await send(env, key);
  await env.fastForward(10_000);
  await env.drain();
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    noteReceipt(tx, received.at(-1)?.[0] ?? '', { receipt: 'undelivered', detail: 'no such number' }),
  );
  expect(await states(env)).toEqual({ a: 'sent', b: 'failed', c: 'failed' });
});
