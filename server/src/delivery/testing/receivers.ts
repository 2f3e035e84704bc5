import { createECDH, createHash, randomBytes, type ECDH } from 'node:crypto';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trackerSpec } from '@fieldmarshal/contract/tickets';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { expireCatalog } from '#catalog';
import type { Config, Env } from '#platform';
import { readConfig } from '#platform';
import type { Outcome, Outgoing } from '../channel.ts';
import { channels } from '../channels.ts';
import type { ChannelName } from '../message.ts';
import { openPush } from './open-push.ts';
import { smppCentre } from './smpp-centre.ts';

/** What a receiver is told to do with the next message. */
export type Fault = 'take' | 'temporary' | 'permanent' | 'refuse-connection' | 'lose-answer';

export interface Received {
  /** The id under which the message came, see `Receiver.idOf`. */
  readonly id: string;
  /** What a person or machine can read of it. */
  readonly body: string;
}

export interface Receiver {
  readonly destination: string;
  readonly config: Partial<Config>;
  readonly received: Received[];
  /** What the receiver sees of a delivery's key. */
  idOf(key: string): string;
  /** Makes the next message meet this. */
  plan(fault: Fault): void;
  close(): Promise<void>;
}

const closing: (() => Promise<void>)[] = [];

export async function closeReceivers(): Promise<void> {
  await Promise.all(closing.splice(0).map((close) => close()));
}

/** Runs at the end of the test. */
export function atEnd(close: () => Promise<void>): void {
  closing.push(close);
}

export async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no TCP port');
  return address.port;
}

/** A file of providers for `FIELDMARSHAL_PROVIDERS`. JSON is YAML. */
export async function providersFile(providers: readonly object[]): Promise<Partial<Config>> {
  const path = join(await mkdtemp(join(tmpdir(), 'fm-providers-')), 'providers.yaml');
  await writeFile(path, JSON.stringify({ providers }));
  return { providers: path };
}

export function channelEnv(base: Env, config: Partial<Config>): Env {
  return {
    ...base,
    config: { ...readConfig({}), allowPrivateAddresses: true, publicUrl: 'https://fm.example', ...config },
  };
}

/** Sends once by the first way there is. */
export async function sendBy(env: Env, name: ChannelName, outgoing: Outgoing): Promise<Outcome> {
  const [route] = await channels[name].routes(env, outgoing.destination);
  return (
    route?.send(outgoing) ?? { outcome: 'failed', permanent: true, detail: channels[name].notConfigured }
  );
}

interface HttpReceiver {
  /** Origin of the receiver. */
  readonly base: string;
  readonly received: Received[];
  readonly requests: { url: string; headers: http.IncomingHttpHeaders; body: Buffer }[];
  plan(fault: Fault): void;
  /** Runs when a message has arrived, before it is answered. */
  beforeAnswer(step: () => Promise<void>): void;
  close(): Promise<void>;
}

interface Reading {
  readonly idOf: (request: http.IncomingMessage, body: Buffer) => string;
  readonly read?: (body: Buffer) => string;
  readonly answer?: { status: number; body: string };
}

/** A web server that takes, refuses and cuts off as planned. */
export async function httpReceiver({ idOf, read, answer }: Reading): Promise<HttpReceiver> {
  let fault: Fault = 'take';
  const received: Received[] = [];
  const requests: HttpReceiver['requests'] = [];
  let step = async (): Promise<void> => undefined;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      requests.push({ url: request.url ?? '', headers: request.headers, body });
      if (fault === 'take' || fault === 'lose-answer')
        received.push({ id: idOf(request, body), body: read?.(body) ?? body.toString() });
      const respond = async (): Promise<void> => {
        await step();
        if (fault === 'lose-answer') request.socket.destroy();
        else if (fault === 'take') response.writeHead(answer?.status ?? 200).end(answer?.body ?? '');
        else response.writeHead(fault === 'temporary' ? 503 : 410).end();
      };
      void respond();
    });
  });
  const port = await listening(server);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  closing.push(close);
  return {
    base: `http://127.0.0.1:${port}`,
    received,
    requests,
    plan: (next) => (fault = next),
    beforeAnswer: (next) => (step = next),
    close,
  };
}

const byHeader =
  (name: string) =>
  (request: http.IncomingMessage): string =>
    String(request.headers[name]);
const same = (key: string): string => key;

function receiverOf(
  server: HttpReceiver,
  parts: Pick<Receiver, 'destination'> & Partial<Receiver>,
): Receiver {
  const { received } = server;
  return {
    config: {},
    received,
    idOf: same,
    plan: (fault) => server.plan(fault),
    close: async () => server.close(),
    ...parts,
  };
}

async function hook(header: string): Promise<Receiver> {
  const server = await httpReceiver({ idOf: byHeader(header) });
  return receiverOf(server, { destination: `${server.base}/secret-path` });
}

/** A tracker of the catalog, which is told by its name. */
async function trackerServer(base: Env): Promise<Receiver> {
  const server = await httpReceiver({ idOf: byHeader('webhook-id') });
  const spec = trackerSpec.parse({ webhook: { url: `${server.base}/secret-path` } });
  await base.databases.worker
    .insertInto('catalog_object')
    .values({
      ...{ kind: 'Tracker', name: 'jira', labels: '{}', spec: JSON.stringify(spec) },
      ...{ origin: 'api', generation: 1, updated_at: new Date() },
    })
    .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet({ spec: JSON.stringify(spec) }))
    .execute();
  await sql`update catalog_version set version = version + 1`.execute(base.databases.worker);
  expireCatalog(base.databases);
  return receiverOf(server, { destination: 'jira' });
}

async function matrixServer(): Promise<Receiver> {
  const server = await httpReceiver({
    idOf: (request) => decodeURIComponent(request.url?.split('/').at(-1) ?? ''),
    answer: { status: 200, body: '{"event_id":"$1"}' },
  });
  const settings = { kind: 'matrix', homeserver: server.base };
  return receiverOf(server, {
    destination: '!room:example.org',
    config: await providersFile([{ name: 'home', settings, secrets: { accessToken: 'hunter2' } }]),
  });
}

async function ntfyServer(): Promise<Receiver> {
  const server = await httpReceiver({
    idOf: (_request, body) => /"sequence_id":"([^"]+)"/.exec(body.toString())?.[1] ?? '',
  });
  return receiverOf(server, {
    destination: 'mira-pages',
    idOf: (key) => createHash('sha256').update(key).digest('base64url').slice(0, 32),
    config: await providersFile([{ name: 'local', settings: { kind: 'ntfy', server: server.base } }]),
  });
}

const twilio = (base: string, channels: string[]) => ({
  name: 'phone',
  settings: { kind: 'twilio', channels, baseUrl: base, accountSid: 'AC1', from: '+15005550006' },
  secrets: { authToken: 'hunter2' },
});

async function twilioServer(channel: 'sms' | 'voice'): Promise<Receiver> {
  const server = await httpReceiver({
    idOf: byHeader('idempotency-key'),
    read: (body) => [...new URLSearchParams(body.toString()).values()].join('\n'),
    answer: { status: 201, body: '{"sid":"SM1","status":"queued"}' },
  });
  return receiverOf(server, {
    destination: '+447700900123',
    config: await providersFile([twilio(server.base, [channel])]),
  });
}

async function templateGateway(): Promise<Receiver> {
  const server = await httpReceiver({ idOf: byHeader('x-ref') });
  const settings = {
    kind: 'http-gateway',
    url: `${server.base}/send?to={{to}}`,
    headers: { 'X-Ref': '{{key}}', authorization: 'Bearer {{secret.token}}' },
    body: '{"message":"{{text}}"}',
  };
  return receiverOf(server, {
    destination: '+447700900123',
    config: await providersFile([{ name: 'gateway', settings, secrets: { token: 'hunter2' } }]),
  });
}

async function messageCentre(): Promise<Receiver> {
  const centre = await smppCentre();
  closing.push(async () => centre.close());
  const settings = { kind: 'smpp', host: '127.0.0.1', port: centre.port, systemId: 'fm', from: 'Fieldmarsh' };
  return {
    ...centre,
    destination: '+447700900123',
    config: await providersFile([{ name: 'centre', settings, secrets: { password: 'hunter2' } }]),
  };
}

/** Keys of a browser, made once: the database keeps the device for all tests of a file. */
const browser: { keys: ECDH; auth: Buffer } = { keys: createECDH('prime256v1'), auth: randomBytes(16) };
browser.keys.generateKeys();

async function pushService(base: Env): Promise<Receiver> {
  const server = await httpReceiver({
    idOf: (request) => String(request.headers['topic']),
    read: (body) => openPush(body, browser),
    answer: { status: 201, body: '' },
  });
  const id = `CM-${randomBytes(6).toString('hex')}`;
  await base.databases.worker
    .insertInto('contact_method')
    .values({
      id,
      person: 'mira',
      channel: 'push',
      destination: id,
      label: 'Phone',
      details: JSON.stringify({
        endpoint: `${server.base}/secret-path`,
        p256dh: browser.keys.getPublicKey().toString('base64url'),
        auth: browser.auth.toString('base64url'),
      }),
      verified_at: base.clock.now(),
      code_tries: 0,
      created_at: base.clock.now(),
    })
    .execute();
  return receiverOf(server, {
    destination: id,
    idOf: (key) => createHash('sha256').update(key).digest('base64url').slice(0, 32),
  });
}

async function program(): Promise<Receiver> {
  const folder = await mkdtemp(join(tmpdir(), 'fm-command-'));
  const path = join(folder, 'siren');
  const received: Received[] = [];
  const script = (end: string): string =>
    `#!/bin/sh\n${end === 'none' ? '' : `{ echo "$FIELDMARSHAL_KEY"; cat; echo; } >> ${folder}/log`}\n${end === 'none' ? 'exit 1' : end}\n`;
  const ends: Record<Fault, string> = {
    take: 'exit 0',
    temporary: 'exit 75',
    permanent: 'none',
    'refuse-connection': 'none',
    'lose-answer': 'sleep 30',
  };
  let planned: Promise<void> = Promise.resolve();
  const plan = (fault: Fault): void => {
    planned = writeFile(path, script(ends[fault])).then(async () => chmod(path, 0o755));
  };
  plan('take');
  await planned;
  return {
    destination: 'siren',
    config: await providersFile([
      { name: 'siren', settings: { kind: 'command', argv: [path], timeoutS: 2 } },
    ]),
    get received() {
      return received;
    },
    idOf: same,
    plan,
    close: async () => {
      await planned;
      const log = await readFile(join(folder, 'log'), 'utf8').catch(() => '');
      const lines = log.split('\n');
      for (let line = 0; line + 1 < lines.length; line += 2)
        received.push({ id: lines[line] ?? '', body: lines[line + 1] ?? '' });
    },
  };
}

async function mailServer(): Promise<Receiver> {
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
    idOf: same,
    plan: (next) => (fault = next),
    close,
  };
}

/** A real receiver for each channel, and for each kind of provider of one. */
export const receivers = {
  webhook: { channel: 'webhook', open: async () => hook('webhook-id') },
  email: { channel: 'email', open: mailServer },
  push: { channel: 'push', open: pushService },
  slack: { channel: 'slack', open: async () => hook('idempotency-key') },
  teams: { channel: 'teams', open: async () => hook('idempotency-key') },
  mattermost: { channel: 'mattermost', open: async () => hook('idempotency-key') },
  matrix: { channel: 'matrix', open: matrixServer },
  ntfy: { channel: 'ntfy', open: ntfyServer },
  'sms by twilio': { channel: 'sms', open: async () => twilioServer('sms') },
  'sms by smpp': { channel: 'sms', open: messageCentre },
  'sms by http-gateway': { channel: 'sms', open: templateGateway },
  'voice by twilio': { channel: 'voice', open: async () => twilioServer('voice') },
  command: { channel: 'command', open: program },
  tracker: { channel: 'tracker', open: trackerServer },
} as const satisfies Record<string, { channel: ChannelName; open: (base: Env) => Promise<Receiver> }>;
export type ReceiverName = keyof typeof receivers;
