import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { deliveryHandlers, sendMessages } from '../index.ts';
import { listDeliveries } from '../read.ts';
import { closeReceivers, receivers, type Receiver } from '../testing/receivers.ts';
import { takeBounce } from './take-bounce.ts';

let env: TestEnv;
let server: Receiver;
beforeAll(async () => {
  server = await receivers.email.open();
  env = await testEnv({ handlers: deliveryHandlers, config: server.config });
});
afterAll(closeReceivers);

/** Sends a mail through the real server, and answers the report another server would write on it. */
async function sentMail(key: string): Promise<(action?: string, recipient?: string) => string> {
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    sendMessages(tx, [
      {
        ...{
          key,
          channel: 'email',
          destination: server.destination,
          regarding: `PG-${key}`,
          incidentId: 'INC-1',
        },
        message: { subject: 'hello', text: 'hello' },
      },
    ]),
  );
  await env.drain();
  const original = server.received.find(({ id }) => id === key)?.body ?? '';
  return (action = 'failed', recipient = server.destination) =>
    `Content-Type: multipart/report; boundary="b"\r\nMessage-ID: <report@mx>\r\n\r\n--b\r\n` +
    `Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; ${recipient}\r\nAction: ${action}\r\n` +
    `Status: 5.2.2\r\nDiagnostic-Code: smtp; mailbox full\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${original}\r\n--b--\r\n`;
}

async function stateOf(key: string): Promise<string | undefined> {
  const { items } = await listDeliveries(as(env, 'mira', ['responder']), { limit: 50 });
  return items.find((item) => item.key === key)?.state;
}

async function settled(): Promise<unknown[]> {
  const rows = await env.databases.web
    .selectFrom('fact')
    .select('data')
    .where('type', '=', 'delivery.settled')
    .orderBy('id')
    .execute();
  return rows.map(({ data }) => data);
}

test('a mail that came back is a permanent failure, told once and at once', async () => {
  const report = await sentMail('k1');
  expect(await stateOf('k1')).toBe('sent');
  const admin = as(env, 'ada', ['admin']);
  expect(await takeBounce(admin, { mail: report() })).toMatchObject({ taken: true });
  await takeBounce(admin, { mail: report() });
  expect(await stateOf('k1')).toBe('failed');
  expect(await settled()).toMatchObject([
    { outcome: 'sent' },
    { outcome: 'failed', permanent: true, detail: 'Not delivered: the mail came back (5.2.2): mailbox full' },
  ]);
});

test('a delay, a report on somebody else’s mail and one for another address change nothing', async () => {
  const report = await sentMail('k2');
  const admin = as(env, 'ada', ['admin']);
  for (const mail of [
    report('delayed'),
    report().replaceAll('k2', 'k3'),
    report('failed', 'else@example.org'),
  ])
    expect(await takeBounce(admin, { mail })).toMatchObject({ taken: false });
  expect(await stateOf('k2')).toBe('sent');
});

test('is taken from administrators and their tokens only', async () => {
  const report = await sentMail('k4');
  await expect(takeBounce(as(env, 'lena', ['lead']), { mail: report() })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await stateOf('k4')).toBe('sent');
});
