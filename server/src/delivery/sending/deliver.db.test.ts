import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { inTransaction, runJob, systemCtx, Worker } from '#platform';
import { as, roomIn, testEnv, type TestEnv } from '#testing';
import { cancelDeliveries, deliveryHandlers, openCircuits, sendMessages, testSend } from '../index.ts';
import type { NewDelivery } from '../message.ts';
import { listDeliveries } from '../read.ts';
import { beginAttempt, recordOutcome } from './attempt.ts';
import { sweep } from './sweep.ts';

type Job = Parameters<typeof runJob>[2];

const received: string[] = [];
let status = 204;
/** Called when a message has arrived, before it is answered. */
let onArrival = async (): Promise<void> => undefined;
const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    received.push(String(request.headers['webhook-id']));
    void onArrival().then(() => response.writeHead(status).end());
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
const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(2_000)));
  vi.restoreAllMocks();
  received.length = 0;
  status = 204;
  onArrival = async () => undefined;
});

async function send(env: TestEnv, ...keys: string[]): Promise<void> {
  await inTransaction(systemCtx(env, 'test'), async (tx) => sendMessages(tx, keys.map(messageOf)));
}

function messageOf(key: string): NewDelivery {
  return {
    key,
    channel: 'webhook',
    destination: `${origin}/${key}`,
    message: { subject: 'hello', text: 'hello' },
    regarding: `about-${key}`,
    incidentId: 'INC-1',
  };
}

async function stored(env: TestEnv) {
  const ctx = as(env, 'mira', ['responder']);
  const { items } = await listDeliveries(ctx, { limit: 50 });
  return items.map(({ key, state, attempts }) => ({
    key,
    state,
    attempts: attempts.map(({ outcome }) => outcome),
  }));
}

/** Resolves once `look` gives true; fails after ten seconds. */
async function until(look: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    if (await look()) return;
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
  throw new Error('waited ten seconds in vain');
}

describe('a message', () => {
  test('is stored with the change that asks for it, and not without it', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    const failing = inTransaction(systemCtx(env, 'test'), async (tx) => {
      await sendMessages(tx, [
        {
          key: 'k',
          channel: 'webhook',
          destination: origin,
          message: { subject: 's', text: 't' },
          regarding: 'r',
        },
      ]);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await env.drain();
    expect(received).toEqual([]);
  });

  test('with a key that is there already is not sent again', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    await send(env, 'a', 'b');
    await env.drain();
    await send(env, 'a');
    await env.drain();
    expect(received.sort()).toEqual(['a', 'b']);
  });

  test('leaves right after the commit through the worker of the same process, in one attempt', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    const worker = new Worker(env, deliveryHandlers);
    workers.push(worker);
    env.handover = worker;
    await send(env, 'a', 'b', 'c');
    await until(async () => (await stored(env)).every(({ state }) => state === 'sent'));
    expect(await stored(env)).toEqual(
      ['c', 'b', 'a'].map((key) => ({ key, state: 'sent', attempts: ['sent'] })),
    );
  });

  test('whose timer was lost is found', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    await send(env, 'a');
    await env.databases.web.deleteFrom('timer').execute();
    await sweep(systemCtx(env, 'test'));
    await env.drain();
    expect(received).toEqual(['a']);
  });

  test('that fails for now waits for its next attempt, and a refusal settles it', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    status = 503;
    await send(env, 'a');
    await env.drain();
    expect(await stored(env)).toEqual([{ key: 'a', state: 'queued', attempts: ['failed'] }]);
    status = 410;
    await env.fastForward(2_000);
    await env.drain();
    expect(await stored(env)).toEqual([{ key: 'a', state: 'failed', attempts: ['failed', 'failed'] }]);
    const facts = await env.databases.web.selectFrom('fact').select('type').orderBy('id').execute();
    expect(facts.map(({ type }) => type)).toEqual(['delivery.attempted', 'delivery.settled']);
  });
});

describe('a message that is no longer wanted', () => {
  test('is dropped before it leaves', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    await send(env, 'a', 'b');
    const dropped = inTransaction(systemCtx(env, 'test'), async (tx) =>
      cancelDeliveries(tx, ['about-a'], 'answered'),
    );
    expect(await dropped).toBe(1);
    await env.drain();
    expect(received).toEqual(['b']);
  });

  test('while it is being sent is told as it went, and not tried again', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    onArrival = async () => {
      await inTransaction(systemCtx(env, 'test'), async (tx) =>
        cancelDeliveries(tx, ['about-a', 'about-b'], 'answered'),
      );
      status = received.length === 1 ? 503 : 204;
    };
    await send(env, 'a');
    await env.drain();
    await send(env, 'b');
    await env.drain();
    await env.fastForward(60_000);
    await env.drain();
    expect(received).toEqual(['a', 'b']);
    expect(await stored(env)).toEqual([
      { key: 'b', state: 'sent', attempts: ['sent'] },
      { key: 'a', state: 'cancelled', attempts: ['failed'] },
    ]);
  });
});

describe('what goes to many', () => {
  const toMany = (key: string): NewDelivery => ({ ...messageOf(key), bulk: true });

  test('does not hold up a page, be it due long before', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    const keys = Array.from({ length: 200 }, (_, n) => `customer-${n}`);
    await inTransaction(systemCtx(env, 'test'), async (tx) =>
      sendMessages(
        tx,
        keys.map((key) => ({ ...toMany(key), destination: `${origin}/customers` })),
      ),
    );
    const worker = new Worker(env, deliveryHandlers);
    workers.push(worker);
    env.handover = worker;
    await until(async () => received.length >= 5);
    await send(env, 'page');
    await until(async () => received.includes('page'));
    expect(received.indexOf('page')).toBeLessThan(100);
  });

  test('goes to many also when it is tried again, or its timer was lost', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    status = 503;
    await inTransaction(systemCtx(env, 'test'), async (tx) => sendMessages(tx, [toMany('a')]));
    await env.drain();
    const waiting = env.databases.web.selectFrom('timer').select('task').where('key', 'like', 'deliver:%');
    expect(await waiting.execute()).toEqual([{ task: 'delivery.bulk' }]);
    await env.databases.web.deleteFrom('timer').execute();
    await sweep(systemCtx(env, 'test'));
    expect(await waiting.execute()).toEqual([{ task: 'delivery.bulk' }]);
  });
});

describe('a process that stood still between its commit and the answer to it', () => {
  /** Stores a message and hands it over with its first attempt open; the process stands still for a minute before it hears that it is stored. */
  async function pausedInCommit(env: TestEnv): Promise<Job> {
    const kept: Job[] = [];
    env.handover = {
      room: () => roomIn({ deliver: 1 }),
      accept: (jobs) => kept.push(...jobs),
    };
    await inTransaction(systemCtx(env, 'test'), async (tx) => {
      const now = performance.now.bind(performance);
      const later = (): number => now() + 60_000;
      tx.afterCommit(() => void vi.spyOn(performance, 'now').mockImplementation(later));
      await sendMessages(tx, [messageOf('a')]);
    });
    env.handover = null;
    const [job] = kept;
    if (job === undefined) throw new Error('nothing was handed over');
    return job;
  }

  const handler = deliveryHandlers.find(({ task }) => task.name === 'delivery.deliver');

  test('looks again, and sends nothing that was answered meanwhile', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    const job = await pausedInCommit(env);
    await inTransaction(systemCtx(env, 'another process'), async (tx) =>
      cancelDeliveries(tx, ['about-a'], 'answered'),
    );
    await runJob(env, handler, job);
    expect(received).toEqual([]);
    expect(await stored(env)).toEqual([{ key: 'a', state: 'cancelled', attempts: [] }]);
  });

  test('sends what is still wanted, in the attempt it had opened', async () => {
    const env = await testEnv({ handlers: deliveryHandlers });
    await runJob(env, handler, await pausedInCommit(env));
    expect(received).toEqual(['a']);
    expect(await stored(env)).toEqual([{ key: 'a', state: 'sent', attempts: ['sent'] }]);
  });
});

test('a message that has left is recorded while everything else of the worker waits for a connection', async () => {
  const env = await testEnv({ handlers: deliveryHandlers });
  await send(env, 'a');
  const { id } = await env.databases.web.selectFrom('delivery').select('id').executeTakeFirstOrThrow();
  const ctx = systemCtx(env, 'test');
  const to = { channel: 'webhook', destination: origin };
  const attempt = await beginAttempt(ctx, { deliveryId: String(id), unmade: false, ...to });
  if (!attempt) throw new Error('nothing to send');
  const { worker } = env.databases.pools;
  const busy = await Promise.all(Array.from({ length: worker.options.max }, async () => worker.connect()));
  try {
    await recordOutcome(ctx, attempt, { outcome: 'sent', detail: 'taken', provider: null });
  } finally {
    for (const connection of busy) connection.release();
  }
  expect(await stored(env)).toMatchObject([{ key: 'a', state: 'sent' }]);
});

test('messages to a receiver that is dead wait without being tried, and say why', async () => {
  const env = await testEnv({ handlers: deliveryHandlers });
  status = 500;
  await send(env, 'a', 'b', 'c', 'd', 'e');
  await env.drain();
  await send(env, 'f');
  await env.drain();
  expect(received).toHaveLength(5);
  const { items } = await listDeliveries(as(env, 'mira'), { limit: 1 });
  expect(items[0]).toMatchObject({ key: 'f', state: 'queued', attempts: [] });
  expect(items[0]?.detail).toContain('circuit open');
  expect(openCircuits(env)).toEqual([{ receiver: origin, detail: `${origin} answered 500.` }]);
});

test('a test message is for administrators, and shows what became of it', async () => {
  const env = await testEnv({ handlers: deliveryHandlers });
  const to = { channel: 'webhook', destination: `${origin}/test` } as const;
  await expect(testSend(as(env, 'mira', ['lead']), to)).rejects.toMatchObject({ code: 'forbidden' });
  const { regarding } = await testSend(as(env, 'root', ['admin']), to);
  await testSend(as(env, 'root', ['admin']), { channel: 'email', destination: 'mira@example.org' });
  await env.drain();
  const { items } = await listDeliveries(as(env, 'mira'), { limit: 50 });
  expect(items.find((item) => item.regarding === regarding)).toMatchObject({ state: 'sent' });
  const email = items.find((item) => item.channel === 'email');
  expect(email).toMatchObject({
    state: 'failed',
    detail: 'E-mail is not configured: set FIELDMARSHAL_SMTP_URL, or add a provider of kind smtp.',
  });
  await expect(testSend(as(env, 'root', ['admin']), { person: 'nobody' })).rejects.toMatchObject({
    code: 'not-found',
  });
});
