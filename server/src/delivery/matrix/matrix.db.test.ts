import http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { testEnv } from '#testing';
import { atEnd, channelEnv, closeReceivers, listening, providersFile, sendBy } from '../testing/receivers.ts';

afterEach(closeReceivers);
const base = await testEnv();

const object = z.record(z.string(), z.unknown());

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** A homeserver as its specification says: one event for each transaction id, its own words for what it refuses. */
async function homeserver(answers: Answer[] = []) {
  const events = new Map<string, { id: string; content: Record<string, unknown> }>();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answerTo(request, Buffer.concat(chunks).toString());
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body));
    });
  });
  function answerTo({ method, url = '', headers }: http.IncomingMessage, body: string): Answer {
    const path = /^\/_matrix\/client\/v3\/rooms\/[^/]+\/send\/m\.room\.message\/[^/]+$/.exec(url)?.[0];
    if (path === undefined || method !== 'PUT') return { status: 404, body: { errcode: 'M_UNRECOGNIZED' } };
    if (headers.authorization !== 'Bearer syt') return { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } };
    const planned = answers.shift();
    if (planned !== undefined) return planned;
    const event = events.get(path) ?? { id: `$${events.size + 1}`, content: object.parse(JSON.parse(body)) };
    events.set(path, event);
    return { status: 200, body: { event_id: event.id } };
  }
  const port = await listening(server);
  atEnd(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${port}`, events };
}

async function send(url: string, text = 't', accessToken = 'syt') {
  const settings = { kind: 'matrix', homeserver: url };
  const config = await providersFile([{ name: 'm', settings, secrets: { accessToken } }]);
  return sendBy(channelEnv(base, config), 'matrix', {
    ...{ key: 'com-1-2', destination: '!room:example.org', createdAt: new Date(0) },
    message: { type: 'communication', subject: text, text, html: null, data: null, answerLink: null },
  });
}

test('whoever looks why a room got nothing is told by the code of the server, and nothing else that it wrote', async () => {
  const refusals = [
    { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'User @fm:x not in room <b>' } },
    { status: 404, body: { errcode: 'not a code of Matrix' } },
    { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 4_000 } },
  ];
  const { url, events } = await homeserver([...refusals]);
  expect([await send(url), await send(url), await send(url), await send(url, 't', 'wrong')]).toEqual([
    {
      outcome: 'failed',
      permanent: true,
      detail: `${url} answered 403 (M_FORBIDDEN), which another attempt would not change.`,
    },
    {
      outcome: 'failed',
      permanent: true,
      detail: `${url} answered 404, which another attempt would not change.`,
    },
    {
      outcome: 'failed',
      permanent: false,
      detail: `${url} answered 429 (M_LIMIT_EXCEEDED).`,
      retryAfterMs: 4_000,
    },
    {
      outcome: 'failed',
      permanent: true,
      detail: `${url} answered 401 (M_UNKNOWN_TOKEN), which another attempt would not change.`,
    },
  ]);
  expect(events.size).toBe(0);
});

test('the same message sent again is one event', async () => {
  const { url, events } = await homeserver();
  await send(url);
  expect(await send(url)).toMatchObject({ outcome: 'sent' });
  expect(events.size).toBe(1);
});

test('no name calls a whole room, on servers of before mentions were said apart either', async () => {
  const { url, events } = await homeserver();
  await send(url, 'Hearth @room and @ROOM: ask @roommate');
  const [event] = events.values();
  for (const part of [event?.content['body'], event?.content['formatted_body']]) {
    expect(part).not.toMatch(/@room\b/i);
    expect(part).toContain('@roommate');
  }
  expect(event?.content['m.mentions']).toEqual({});
});
