import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig, type Config, type Env } from '#platform';
import { testEnv } from '#testing';
import type { Outgoing, Outcome } from './channel.ts';
import { channels } from './channels.ts';
import { serverKey } from './webhook/server-key.ts';

/** What a receiver is told to do with the next message. */
type Fault = 'take' | 'temporary' | 'permanent' | 'refuse-connection' | 'lose-answer';

interface Received {
  readonly id: string;
  readonly body: string;
}

interface Receiver {
  readonly destination: string;
  readonly config: Partial<Config>;
  readonly received: Received[];
  /** Makes the next message meet this. */
  plan(fault: Fault): void;
  close(): Promise<void>;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an AddressInfo.
  return (server.address() as AddressInfo).port;
}

async function webhookReceiver(): Promise<Receiver> {
  let fault: Fault = 'take';
  const received: Received[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (fault === 'take' || fault === 'lose-answer')
        received.push({ id: String(request.headers['webhook-id']), body });
      if (fault === 'lose-answer') request.socket.destroy();
      else
        response
          .writeHead({ take: 204, temporary: 503, permanent: 410, 'refuse-connection': 500 }[fault])
          .end();
    });
  });
  const port = await listening(server);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  closing.push(close);
  return {
    destination: `http://127.0.0.1:${port}/hook`,
    config: {},
    received,
    plan: (next) => (fault = next),
    close,
  };
}

async function emailReceiver(): Promise<Receiver> {
  let fault: Fault = 'take';
  const received: Received[] = [];
  const refuse = (code: number): Error => Object.assign(new Error('planned'), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, answer) => answer(fault === 'permanent' ? refuse(550) : undefined),
    onData: (stream, session, answer) => {
      let body = '';
      stream.on('data', (chunk: Buffer) => (body += chunk.toString()));
      stream.on('end', () => {
        if (fault === 'temporary') return answer(refuse(451));
        received.push({ id: /^Message-ID: <([^@]+)@/im.exec(body)?.[1] ?? '', body });
        if (fault === 'lose-answer') {
          const { id } = session;
          for (const connection of server.connections) if (connection.id === id) connection.close();
          return undefined;
        }
        return answer();
      });
    },
  });
  server.on('error', () => undefined);
  const port = await listening(server.server);
  const close = async (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  closing.push(close);
  return {
    destination: 'mira@example.org',
    config: { smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'Fieldmarshal <fm@example.org>' },
    received,
    plan: (next) => (fault = next),
    close,
  };
}

const receiverOf = { webhook: webhookReceiver, email: emailReceiver };

const base = await testEnv();

function channelEnv(config: Partial<Config>): Env {
  return { ...base, config: { ...readConfig({}), allowPrivateAddresses: true, ...config } };
}

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
      data: { incidentId: 'INC-1' },
      ...parts,
    },
  };
}

describe.each(['webhook', 'email'] as const)('the %s channel', (name) => {
  async function attempt(fault: Fault): Promise<{ outcome: Outcome; receiver: Receiver }> {
    const receiver = await receiverOf[name]();
    const env = channelEnv(receiver.config);
    receiver.plan(fault);
    if (fault === 'refuse-connection') await receiver.close();
    return { outcome: await channels[name].send(env, outgoing(receiver.destination)), receiver };
  }

  test('sends a message under its key', async () => {
    const { outcome, receiver } = await attempt('take');
    expect(outcome.outcome).toBe('sent');
    expect(receiver.received.map((message) => message.id)).toEqual(['PG-1-r0s0-0']);
    expect(receiver.received[0]?.body).toContain('SEV1 checkout fails');
  });

  test('sends the same again under the same key', async () => {
    const receiver = await receiverOf[name]();
    const env = channelEnv(receiver.config);
    await channels[name].send(env, outgoing(receiver.destination));
    await channels[name].send(env, outgoing(receiver.destination));
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

  test('calls a closed port temporary', async () => {
    expect((await attempt('refuse-connection')).outcome).toMatchObject({
      outcome: 'failed',
      permanent: false,
    });
  });

  test('calls it unknown when the message was taken and the answer lost', async () => {
    const { outcome, receiver } = await attempt('lose-answer');
    expect(outcome.outcome).toBe('unknown');
    expect(receiver.received).toHaveLength(1);
  });

  test('names its receiver without secrets', async () => {
    const env = channelEnv({ smtpUrl: 'smtp://user:hunter2@mail.example:25' });
    const receiver = channels[name].receiverOf(env, 'https://hooks.example/secret-path');
    expect(receiver).not.toMatch(/hunter2|secret-path/);
  });
});

describe('the email channel', () => {
  test('says that e-mail is not configured, and that no retry would help', async () => {
    const outcome = await channels.email.send(channelEnv({}), outgoing('mira@example.org'));
    expect(outcome).toMatchObject({ outcome: 'failed', permanent: true });
    expect(outcome.detail).toContain('not configured');
  });

  test('keeps line breaks in a subject and commas in an address out of the headers and the envelope', async () => {
    const receiver = await emailReceiver();
    const message = outgoing('mira@example.org', { subject: 'hello\r\nBcc: eve@example.org\r\n\r\nbody' });
    await channels.email.send(channelEnv(receiver.config), message);
    const [headers = ''] = (receiver.received[0]?.body ?? '').split('\r\n\r\n');
    expect(headers).not.toMatch(/^Bcc:/im);
    expect(headers.match(/^Subject:/gim)).toHaveLength(1);
  });

  test('is slow for nobody: a server that takes the connection and says nothing is given up', async () => {
    const silent = net.createServer();
    const port = await listening(silent);
    closing.push(async () => new Promise((resolve) => silent.close(() => resolve())));
    const sockets = new Set<net.Socket>();
    silent.on('connection', (socket) => sockets.add(socket));
    const env = channelEnv({ smtpUrl: `smtp://127.0.0.1:${port}?greetingTimeout=200` });
    const outcome = await channels.email.send(env, outgoing('mira@example.org'));
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
    closing.push(async () => new Promise((resolve) => server.close(() => resolve())));
    const env = channelEnv({});
    expect(await channels.webhook.send(env, outgoing(url))).toMatchObject({ outcome: 'sent' });
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
    closing.push(async () => new Promise((resolve) => server.close(() => resolve())));
    expect(await channels.webhook.send(channelEnv({}), outgoing(url))).toMatchObject(expected);
    expect(asked).toBe(1);
  });

  test('does not reach a private address that the operator has not allowed', async () => {
    const receiver = await webhookReceiver();
    const env = channelEnv({ allowPrivateAddresses: false });
    expect(await channels.webhook.send(env, outgoing(receiver.destination))).toMatchObject({
      outcome: 'failed',
      permanent: true,
    });
    expect(receiver.received).toEqual([]);
  });
});
