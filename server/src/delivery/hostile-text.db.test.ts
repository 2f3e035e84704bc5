import { afterEach, describe, expect, test } from 'vitest';
import { testEnv } from '#testing';
import type { ChannelName } from './message.ts';
import {
  channelEnv,
  closeReceivers,
  httpReceiver,
  providersFile,
  receivers,
  sendBy,
} from './testing/receivers.ts';

afterEach(closeReceivers);
const base = await testEnv();

const hostile = `<!channel> <@U1|x> <https://evil.example|click> @all **b** [x](https://evil.example) ![i](https://evil.example/i.png) <script>alert(1)</script> & "q" 'a' ~town`;

async function sent(
  channel: ChannelName,
  destination: string,
  config: Record<string, string> = {},
): Promise<void> {
  const env = channelEnv(base, config);
  const outcome = await sendBy(env, channel, {
    key: 'PG-1-r0s0-0',
    destination,
    createdAt: new Date('2026-11-24T01:00:00Z'),
    message: {
      type: 'page',
      subject: hostile,
      text: `${hostile}\r\n${hostile}`,
      html: null,
      data: null,
      answerLink: 'https://fm.example/p/token',
    },
  });
  expect(outcome).toMatchObject({ outcome: 'sent' });
}

async function bodyOf(channel: 'slack' | 'teams' | 'mattermost'): Promise<string> {
  const server = await httpReceiver({ idOf: () => '' });
  await sent(channel, `${server.base}/hook`);
  return server.requests[0]?.body.toString() ?? '';
}

/** Every object in a JSON value. */
function objects(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objects);
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.fromEntries(Object.entries(value));
  return [own, ...Object.values(own).flatMap(objects)];
}

describe('a hostile title', () => {
  test('is plain text in Slack: the only markup is our link', async () => {
    const all = objects(JSON.parse(await bodyOf('slack')));
    expect(all.filter(({ type }) => type === 'mrkdwn').map(({ text }) => text)).toEqual([
      '<https://fm.example/p/token|Acknowledge, or say that you cannot take it>',
    ]);
    expect(all[0]?.['mrkdwn']).toBe(false);
    expect(String(all[0]?.['text'])).not.toMatch(/[<>]/);
  });

  test('is in Teams only in text runs, which are no Markdown, and opens only our link', async () => {
    const all = objects(JSON.parse(await bodyOf('teams')));
    expect(all.filter(({ type }) => type === 'TextBlock')).toEqual([]);
    expect(all.find(({ type }) => type === 'TextRun')?.['text']).toBe(hostile);
    expect(all.filter(({ url }) => url !== undefined).map(({ url }) => url)).toEqual([
      'https://fm.example/p/token',
    ]);
  });

  test('is escaped in Mattermost, and mentions nobody', async () => {
    const [body] = objects(JSON.parse(await bodyOf('mattermost')));
    const text = String(body?.['text']);
    expect(text.match(/(?<!\\)\]\(/g)).toHaveLength(1);
    expect(text).not.toMatch(/@all|@channel|@here|(?<!\\)<|https:\/\/evil/);
  });

  test('is escaped in the HTML of Matrix, and mentions nobody', async () => {
    const server = await httpReceiver({ idOf: () => '' });
    const settings = { kind: 'matrix', homeserver: server.base };
    const config = await providersFile([{ name: 'm', settings, secrets: { accessToken: 'x' } }]);
    await sent('matrix', '!room:example.org', { providers: String(config.providers) });
    const [body] = objects(JSON.parse(server.requests[0]?.body.toString() ?? ''));
    const html = String(body?.['formatted_body']);
    expect(html.match(/<(?!\/)[a-z]+/g)).toEqual(['<p', '<strong', '<p', '<br', '<p', '<a']);
    expect(body?.['m.mentions']).toEqual({});
    expect(server.requests[0]?.url).toContain('/rooms/!room%3Aexample.org/send/');
  });

  test('is escaped in the script of a call', async () => {
    const receiver = await receivers['voice by twilio'].open();
    await sent('voice', receiver.destination, { providers: String(receiver.config.providers) });
    const script = receiver.received[0]?.body.split('\n').find((line) => line.startsWith('<Response>')) ?? '';
    expect(script).not.toContain('<script');
    expect(new Set(script.match(/<(?!\/)[A-Za-z]+/g))).toEqual(new Set(['<Response', '<Gather', '<Say']));
  });
});

test('what a person has approved reaches Slack whole, in sections and at most 50 blocks', async () => {
  const server = await httpReceiver({ idOf: () => '' });
  const line = `${'A case opens late. '.repeat(20).trim()}\n`;
  const subject = `Correction: ${'Hearthway '.repeat(19)}`.trim();
  const text = `${line.repeat(9)}${'😀'.repeat(300)}`;
  const message = { type: 'communication', subject, text, html: null, data: null, answerLink: null };
  await sendBy(channelEnv(base, {}), 'slack', {
    ...{ key: 'com-1-1', destination: `${server.base}/hook`, createdAt: new Date(0), message },
  });
  const all = objects(JSON.parse(server.requests[0]?.body.toString() ?? ''));
  const texts = all.flatMap(({ type, text: value }) => (type === 'plain_text' ? [String(value)] : []));
  expect(texts[0]).toBe(subject);
  expect(texts.slice(1).join('\n')).toBe(text);
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(3_000);
  expect(all.some(({ type }) => type === 'header')).toBe(false);
});

describe('answers of a receiver', () => {
  test.each(['slack', 'teams', 'mattermost'] as const)(
    '%s: TLS and names that fail are temporary',
    async (channel) => {
      const server = await httpReceiver({ idOf: () => '' });
      const env = channelEnv(base, {});
      const message = { type: 'page', subject: 's', text: 't', html: null, data: null, answerLink: null };
      const rest = { key: 'k', createdAt: new Date(0), message };
      const noTls = await sendBy(env, channel, {
        ...rest,
        destination: `${server.base.replace('http:', 'https:')}/x`,
      });
      const noName = await sendBy(env, channel, { ...rest, destination: 'https://nothing.invalid/x' });
      const metadata = await sendBy(env, channel, { ...rest, destination: 'http://169.254.169.254/x' });
      expect([noTls, noName, metadata]).toMatchObject([
        { outcome: 'failed', permanent: false },
        { outcome: 'failed', permanent: false },
        { outcome: 'failed', permanent: true },
      ]);
    },
  );
});
