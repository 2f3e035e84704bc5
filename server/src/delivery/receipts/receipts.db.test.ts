import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { AppError, inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { deliveryHandlers, sendMessages } from '../index.ts';
import { listDeliveries } from '../read.ts';
import { closeSmppSessions } from '../smpp/smpp.ts';
import { closeReceivers, httpReceiver, providersFile } from '../testing/receivers.ts';
import { smppCentre } from '../testing/smpp-centre.ts';
import { twilioSignature } from '../twilio/signature.ts';
import { twilioPlugin } from './twilio-callbacks.ts';

afterEach(closeReceivers);
const apps: FastifyInstance[] = [];
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
});

async function send(env: TestEnv, channel: 'sms' | 'voice', key: string): Promise<void> {
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    sendMessages(tx, [
      {
        key,
        channel,
        destination: '+447700900123',
        message: { subject: 'hello', text: 'hello' },
        regarding: 'PG-1',
        incidentId: 'INC-1',
        answerLinkFor: 'PG-1',
      },
    ]),
  );
  await env.drain();
}

async function stateOf(env: TestEnv): Promise<string | undefined> {
  const { items } = await listDeliveries(as(env, 'mira', ['responder']), { limit: 1 });
  return items[0]?.state;
}

async function facts(env: TestEnv): Promise<unknown[]> {
  const rows = await env.databases.web.selectFrom('fact').select(['type', 'data']).orderBy('id').execute();
  return rows.map(({ type, data }) => ({ type, data }));
}

async function twilioWorld() {
  const server = await httpReceiver({
    idOf: (request) => String(request.headers['idempotency-key']),
    answer: { status: 201, body: '{"sid":"SM1","status":"queued"}' },
  });
  const config = await providersFile([
    {
      name: 'phone',
      settings: {
        kind: 'twilio',
        channels: ['sms', 'voice'],
        baseUrl: server.base,
        accountSid: 'AC1',
        from: '+15005550006',
      },
      secrets: { authToken: 'token' },
    },
  ]);
  const env = await testEnv({
    handlers: deliveryHandlers,
    config: { ...config, publicUrl: 'https://fm.example' },
  });
  const app = Fastify();
  apps.push(app);
  app.setErrorHandler(async (error, _request, reply) =>
    reply.status(error instanceof AppError && error.code === 'not-found' ? 404 : 500).send(),
  );
  await app.register(twilioPlugin, env);
  const call = async (path: string, form: Record<string, string>, token = 'token') => {
    const url = `/receipts/twilio/phone/${path}`;
    const body = new URLSearchParams(form);
    return app.inject({
      method: 'POST',
      url,
      payload: body.toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilioSignature(token, `https://fm.example${url}`, body),
      },
    });
  };
  return { env, call, server };
}

describe('receipts of a Twilio-compatible provider', () => {
  test('the signature is the one of the documentation', () => {
    const form = new URLSearchParams({
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    });
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    expect(twilioSignature('12345', url, form)).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=');
  });

  test('"delivered" settles it so; only a signed receipt counts, and only the first final one', async () => {
    const { env, call, server } = await twilioWorld();
    await send(env, 'sms', 'k1');
    expect(new URLSearchParams(server.requests[0]?.body.toString()).get('StatusCallback')).toBe(
      'https://fm.example/receipts/twilio/phone/k1',
    );
    expect((await call('k1', { MessageStatus: 'undelivered' }, 'forged')).statusCode).toBe(404);
    expect(await stateOf(env)).toBe('sent');
    expect((await call('k1', { MessageStatus: 'sent' })).statusCode).toBe(204);
    expect((await call('k1', { MessageStatus: 'delivered' })).statusCode).toBe(204);
    await call('k1', { MessageStatus: 'undelivered' });
    expect(await stateOf(env)).toBe('delivered');
    expect(await facts(env)).toMatchObject([
      { type: 'delivery.settled', data: { outcome: 'sent' } },
      { type: 'delivery.settled', data: { outcome: 'delivered', settled: true } },
    ]);
  });

  test('"undelivered" after it was sent is told as a permanent failure', async () => {
    const { env, call } = await twilioWorld();
    await send(env, 'sms', 'k1');
    await call('k1', { MessageStatus: 'undelivered', ErrorCode: '30003' });
    expect(await stateOf(env)).toBe('failed');
    expect((await facts(env)).at(-1)).toMatchObject({
      data: {
        outcome: 'failed',
        permanent: true,
        settled: true,
        detail: expect.stringContaining('30003') as unknown,
      },
    });
  });

  test('a receipt that overtakes the answer to the request is kept', async () => {
    const { env, call, server } = await twilioWorld();
    server.beforeAnswer(async () => void (await call('k1', { MessageStatus: 'delivered' })));
    await send(env, 'sms', 'k1');
    expect(await stateOf(env)).toBe('delivered');
  });

  test('a digit in a call answers, for whoever holds the phone', async () => {
    const { env, call, server } = await twilioWorld();
    await send(env, 'voice', 'k1');
    const script = new URLSearchParams(server.requests[0]?.body.toString()).get('Twiml');
    expect(script).toContain('action="https://fm.example/receipts/twilio/phone/k1/digits"');
    expect((await call('k1/digits', { Digits: '7' })).body).toContain('not understood');
    expect((await call('k1/digits', { Digits: '1' }, 'forged')).statusCode).toBe(404);
    const answered = await call('k1/digits', { Digits: '1' });
    expect(answered.body).toContain('Your answer was taken');
    expect((await facts(env)).at(-1)).toMatchObject({
      type: 'delivery.answered',
      data: { regarding: 'PG-1', answer: 'acknowledge' },
    });
  });
});

test('a receipt of a message centre settles the message, and is acknowledged only when it is kept', async () => {
  const centre = await smppCentre();
  const settings = { kind: 'smpp', host: '127.0.0.1', port: centre.port, systemId: 'fm', from: '12345' };
  const config = await providersFile([{ name: 'centre', settings, secrets: { password: 'hunter2' } }]);
  const env = await testEnv({ handlers: deliveryHandlers, config });
  await send(env, 'sms', 'k1');
  expect(await centre.receipt('ENROUTE')).toBe(0);
  expect(await centre.receipt('UNDELIV')).toBe(0);
  await env.drain();
  expect(await stateOf(env)).toBe('failed');
  expect((await facts(env)).at(-1)).toMatchObject({
    data: { permanent: true, detail: expect.stringContaining('UNDELIV') as unknown },
  });
  await closeSmppSessions(env);
  await centre.close();
});
