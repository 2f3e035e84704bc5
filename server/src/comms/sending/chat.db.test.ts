import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { deliveryAttempted, deliveryHandlers, deliverySettled } from '#delivery';
import { on } from '#platform';
import { as, testEnv } from '#testing';
import { commsHandlers, takeDelivery } from '../index.ts';
import { approveCommunication } from '../messages/approve.ts';
import { announceMaintenance, editCommunication } from '../messages/edit.ts';
import { listRecipients } from '../messages/read.ts';
import { seedHouse } from '../rig.ts';
import { addSubscriber } from '../subscribers/manage.ts';

const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most), emoji: z.boolean() });
const textBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(z.looseObject({ type: z.literal('TextRun'), text: z.string().min(1) })),
});

/**
 * What each chat takes, as its documentation says: api.slack.com/messaging/webhooks and /reference/block-kit, learn.microsoft.com "Create
 * incoming webhooks with Workflows", developers.mattermost.com/integrate/webhooks/incoming, spec.matrix.org client-server API v3.
 */
const shapes = {
  slack: z.strictObject({
    text: z.string().min(1),
    mrkdwn: z.boolean(),
    unfurl_links: z.boolean(),
    blocks: z
      .array(
        z.discriminatedUnion('type', [
          z.strictObject({ type: z.literal('header'), text: plain(150) }),
          z.strictObject({ type: z.literal('section'), text: plain(3_000) }),
        ]),
      )
      .max(50),
  }),
  teams: z.strictObject({
    type: z.literal('message'),
    attachments: z.tuple([
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.url(),
          type: z.literal('AdaptiveCard'),
          version: z.literal('1.4'),
          fallbackText: z.string(),
          body: z.array(textBlock),
          actions: z.array(z.never()),
        }),
      }),
    ]),
  }),
  mattermost: z.strictObject({ text: z.string().min(1).max(16_383) }),
  matrix: z.strictObject({
    msgtype: z.literal('m.text'),
    body: z.string().min(1),
    format: z.literal('org.matrix.custom.html'),
    formatted_body: z.string().min(1),
    'm.mentions': z.strictObject({}),
  }),
} as const;
type Chat = keyof typeof shapes;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}
/** What each answers, one after the other; the last one for ever. */
const answers: Readonly<Record<Chat, readonly Answer[]>> = {
  slack: [
    { status: 429, body: 'rate_limited', headers: { 'retry-after': '2' } },
    { status: 200, body: 'ok' },
  ],
  teams: [{ status: 202, body: '' }],
  mattermost: [{ status: 404, body: '{"id":"web.incoming_webhook.invalid.app_error"}' }],
  matrix: [
    { status: 503, body: '' },
    { status: 200, body: '{"event_id":"$1"}' },
  ],
};

const got: Record<Chat, { path: string; key: string; body: unknown }[]> = {
  slack: [],
  teams: [],
  mattermost: [],
  matrix: [],
};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    const chat = path.startsWith('/_matrix/')
      ? 'matrix'
      : z.enum(['slack', 'teams', 'mattermost']).parse(path.slice(1));
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    got[chat].push({ path, key: String(request.headers['idempotency-key']), body });
    const isAllowed = chat !== 'matrix' || request.headers.authorization === 'Bearer hunter2';
    const isWell = isAllowed && shapes[chat].safeParse(body).success;
    const turn = answers[chat][Math.min(got[chat].length, answers[chat].length) - 1];
    const answer: Answer = isWell && turn ? turn : { status: 400, body: 'invalid_payload' };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const folder = await mkdtemp(join(tmpdir(), 'fm-chat-'));
const providers = join(folder, 'providers.yaml');
await writeFile(
  providers,
  JSON.stringify({
    providers: [
      { name: 'home', settings: { kind: 'matrix', homeserver: base }, secrets: { accessToken: 'hunter2' } },
    ],
  }),
);
const env = await testEnv({
  handlers: [...deliveryHandlers, ...commsHandlers],
  reactions: [
    on(deliveryAttempted, 'take', async (ctx, fact) => takeDelivery(ctx, fact.data)),
    on(deliverySettled, 'settle', async (ctx, fact) => takeDelivery(ctx, fact.data)),
  ],
  config: { providers, statusUrl: 'https://status.kestrel.example' },
});
await seedHouse(env);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

test('a message to customers reaches the rooms of every chat in its own form, each with a state of its own, once', async () => {
  const mira = as(env, 'mira', ['lead']);
  for (const channel of ['slack', 'teams', 'mattermost', 'matrix'] as const) {
    const destination = channel === 'matrix' ? '!room:kestrel.example' : `${base}/${channel}`;
    await addSubscriber(mira, {
      channel,
      destination,
      audience: 'customers',
      applications: ['hearth'],
      language: 'en',
    });
  }
  const message = await announceMaintenance(mira, {
    application: 'hearth',
    title: 'Database work <1> & *more*',
    text: 'Hearthway may be slow from 00:00 UTC.\nNothing is lost.',
    startsAt: '2027-01-01T00:00:00.000Z',
    endsAt: '2027-01-01T02:00:00.000Z',
    components: [],
  });
  const brief = 'Hearthway may be slow for two hours from 00:00 UTC';
  const { hash } = await editCommunication(mira, { ...message, brief });
  await approveCommunication(mira, { id: message.id, hash });
  const states = async () => {
    await env.drain();
    const { items } = await listRecipients(mira, message);
    return Object.fromEntries(
      items.flatMap(({ channel, state }) => (channel === 'email' ? [] : [[channel, state]])),
    );
  };
  await env.fastForward(10_500);
  expect(await states()).toEqual({
    slack: 'retrying',
    teams: 'sent',
    mattermost: 'failed',
    matrix: 'retrying',
  });
  await env.fastForward(5_000);
  expect(await states()).toEqual({ slack: 'sent', teams: 'sent', mattermost: 'failed', matrix: 'sent' });
  await env.fastForward(600_000);
  await env.drain();
  const counts = Object.fromEntries(Object.entries(got).map(([chat, list]) => [chat, list.length]));
  expect(counts).toEqual({ slack: 2, teams: 1, mattermost: 1, matrix: 2 });
  expect(got.slack[1]).toEqual(got.slack[0]);
  expect(got.matrix[1]?.path).toBe(got.matrix[0]?.path);
  for (const list of Object.values(got)) {
    expect(JSON.stringify(list[0]?.body)).toContain(brief);
    expect(JSON.stringify(list[0]?.body)).not.toContain('Nothing is lost');
  }
  const { rows } = await env.databases.pools.web.query<{ message: { text: string; html: string } }>(
    `select message from delivery where channel = 'email' limit 1`,
  );
  for (const part of [rows[0]?.message.text, rows[0]?.message.html])
    expect(part).toMatch(/Status page: https:\/\/status\.kestrel\.example[^]*No more of these mails/);
  // Readers outside see nothing of how we call the message.
  for (const list of Object.values(got)) expect(JSON.stringify(list[0]?.body)).not.toMatch(/com-\d/i);
});
