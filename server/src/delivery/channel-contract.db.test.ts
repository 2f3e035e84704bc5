import http from 'node:http';
import net from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import type { Config, Env } from '#platform';
import { testEnv } from '#testing';
import type { Outgoing, Outcome } from './channel.ts';
import { channels } from './channels.ts';
import {
  atEnd,
  channelEnv as envOf,
  closeReceivers,
  listening,
  receivers,
  sendBy,
  type Fault,
  type Receiver,
  type ReceiverName,
} from './testing/receivers.ts';
import { serverKey } from './webhook/server-key.ts';

afterEach(closeReceivers);

const base = await testEnv();
const channelEnv = (config: Partial<Config>): Env => envOf(base, config);

const link = 'https://fm.example/p/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

function outgoing(destination: string, parts: Partial<Outgoing['message']> = {}): Outgoing {
  return {
    key: 'PG-1-r0s0-0',
    destination,
    createdAt: new Date('2026-11-24T01:00:00Z'),
    message: {
      type: 'page',
      subject: 'SEV1 checkout fails',
      text: 'What we know',
      html: '<p>What we know</p>',
      data: { incidentId: 'INC-1', severity: 'SEV1' },
      answerLink: link,
      ...parts,
    },
  };
}

/** Cases a channel cannot have, with the reason. */
const skipped: Partial<Record<ReceiverName, Partial<Record<Fault, string>>>> = {
  command: { 'refuse-connection': 'a program is started, not connected to' },
};

// Object.keys of a closed literal gives exactly its keys.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const names = Object.keys(receivers) as ReceiverName[];

describe.each(names)('the channel %s', (name) => {
  const { channel, open } = receivers[name];

  async function attempt(fault: Fault): Promise<{ outcome: Outcome; receiver: Receiver }> {
    const receiver = await open(base);
    const env = channelEnv(receiver.config);
    receiver.plan(fault);
    if (fault === 'refuse-connection') await receiver.close();
    const outcome = await sendBy(env, channel, outgoing(receiver.destination));
    if (name === 'command') await receiver.close();
    return { outcome, receiver };
  }

  test('sends a message under its key', async () => {
    const { outcome, receiver } = await attempt('take');
    expect(outcome).toMatchObject({ outcome: 'sent' });
    expect(receiver.received.map((message) => message.id)).toEqual([receiver.idOf('PG-1-r0s0-0')]);
    expect(receiver.received[0]?.body).toContain('SEV1 checkout fails');
  });

  test('sends the same again under the same key', async () => {
    const receiver = await open(base);
    const env = channelEnv(receiver.config);
    await sendBy(env, channel, outgoing(receiver.destination));
    await sendBy(env, channel, outgoing(receiver.destination));
    if (name === 'command') await receiver.close();
    const [first, second] = receiver.received;
    expect(second?.id).toBe(first?.id);
    // A mail has a boundary of its own each time; what people and machines read is the same.
    const readable = (body = ''): string => body.replaceAll(/_NmP-[0-9a-f]+/g, '');
    expect(readable(second?.body)).toBe(readable(first?.body));
  });

  test('calls "try later" temporary', async () => {
    expect((await attempt('temporary')).outcome).toMatchObject({ outcome: 'failed', permanent: false });
  });

  test('calls a refusal permanent', async () => {
    expect((await attempt('permanent')).outcome).toMatchObject({ outcome: 'failed', permanent: true });
  });

  test.skipIf(skipped[name]?.['refuse-connection'] !== undefined)(
    'calls a closed port temporary',
    async () => {
      expect((await attempt('refuse-connection')).outcome).toMatchObject({
        outcome: 'failed',
        permanent: false,
      });
    },
  );

  test('calls it unknown when the message was taken and the answer lost', async () => {
    const { outcome, receiver } = await attempt('lose-answer');
    expect(outcome.outcome).toBe('unknown');
    expect(receiver.received).toHaveLength(1);
  });

  test('says no secret in its receiver and its sentences', async () => {
    const { outcome, receiver } = await attempt('permanent');
    const env = channelEnv(receiver.config);
    const routes = await channels[channel].routes(env, receiver.destination);
    const said = [outcome.detail, ...routes.map((route) => route.receiver)].join(' ');
    expect(said).not.toMatch(/hunter2|secret-path/);
  });
});

describe('the email channel', () => {
  test('says that e-mail is not configured, and that no retry would help', async () => {
    const outcome = await sendBy(channelEnv({}), 'email', outgoing('mira@example.org'));
    expect(outcome).toMatchObject({ outcome: 'failed', permanent: true });
    expect(outcome.detail).toContain('not configured');
  });

  test('keeps line breaks in a subject and commas in an address out of the headers and the envelope', async () => {
    const receiver = await receivers.email.open();
    const message = outgoing('mira@example.org', { subject: 'hello\r\nBcc: eve@example.org\r\n\r\nbody' });
    await sendBy(channelEnv(receiver.config), 'email', message);
    const [headers = ''] = (receiver.received[0]?.body ?? '').split('\r\n\r\n');
    expect(headers).not.toMatch(/^Bcc:/im);
    expect(headers.match(/^Subject:/gim)).toHaveLength(1);
  });

  test('is slow for nobody: a server that takes the connection and says nothing is given up', async () => {
    const silent = net.createServer();
    const port = await listening(silent);
    atEnd(async () => new Promise((resolve) => silent.close(() => resolve())));
    const sockets = new Set<net.Socket>();
    silent.on('connection', (socket) => sockets.add(socket));
    const env = channelEnv({ smtpUrl: `smtp://127.0.0.1:${port}?greetingTimeout=200` });
    const outcome = await sendBy(env, 'email', outgoing('mira@example.org'));
    expect(outcome).toMatchObject({ outcome: 'failed', permanent: false });
    for (const socket of sockets) socket.destroy();
  });
});

describe('the webhook channel', () => {
  test('signs so that the Standard Webhooks library verifies it', async () => {
    let headers: http.IncomingHttpHeaders = {};
    let body = '';
    const server = http.createServer((request, response) => {
      ({ headers } = request);
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end());
    });
    const url = `http://127.0.0.1:${await listening(server)}/hook`;
    atEnd(async () => new Promise((resolve) => server.close(() => resolve())));
    const env = channelEnv({});
    expect(await sendBy(env, 'webhook', outgoing(url))).toMatchObject({ outcome: 'sent' });
    const key = await serverKey(env);
    const verified = new Webhook(key.webhookSecret(url)).verify(body, headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: 'page',
      data: { incidentId: 'INC-1', subject: 'SEV1 checkout fails' },
    });
    expect(() =>
      new Webhook(key.webhookSecret(`${url}x`)).verify(body, headers as Record<string, string>),
    ).toThrow('No matching signature found');
  });

  test.each([
    [301, { outcome: 'failed', permanent: true }],
    [404, { outcome: 'failed', permanent: true }],
    [408, { outcome: 'failed', permanent: false }],
    [429, { outcome: 'failed', permanent: false, retryAfterMs: 7_000 }],
    [500, { outcome: 'failed', permanent: false }],
  ])('answers to status %i', async (status, expected) => {
    let asked = 0;
    const server = http.createServer((_request, response) => {
      asked += 1;
      response.writeHead(status, { location: '/elsewhere', 'retry-after': '7' }).end();
    });
    const url = `http://127.0.0.1:${await listening(server)}/hook`;
    atEnd(async () => new Promise((resolve) => server.close(() => resolve())));
    expect(await sendBy(channelEnv({}), 'webhook', outgoing(url))).toMatchObject(expected);
    expect(asked).toBe(1);
  });

  test('does not reach a private address that the operator has not allowed', async () => {
    const receiver = await receivers.webhook.open();
    const env = channelEnv({ allowPrivateAddresses: false });
    expect(await sendBy(env, 'webhook', outgoing(receiver.destination))).toMatchObject({
      outcome: 'failed',
      permanent: true,
    });
    expect(receiver.received).toEqual([]);
  });
});
