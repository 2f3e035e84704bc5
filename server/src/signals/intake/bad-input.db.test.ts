import { gzipSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, test } from 'vitest';
import { testEnv } from '#testing';
import { intakeKey, intakeRig } from '../rig.ts';
import { limits } from './body.ts';

const env = await testEnv({ config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);

/** Every address that takes a body, the method it takes it by, and one body that is well. */
const endpoints = {
  alerts: ['POST', '/alertmanager/api/v2/alerts', [{ labels: { alertname: 'A' } }]],
  silences: [
    'POST',
    '/alertmanager/api/v2/silences',
    {
      matchers: [{ name: 'a', value: 'b', isRegex: false }],
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2126-01-01T00:00:00Z',
      createdBy: 'a',
      comment: 'b',
    },
  ],
  webhook: ['POST', '/alertmanager/webhook', { alerts: [{ status: 'firing', labels: { alertname: 'A' } }] }],
  enqueue: [
    'POST',
    '/pagerduty/v2/enqueue',
    { event_action: 'trigger', payload: { summary: 'A', source: 'b', severity: 'error' } },
  ],
  change: ['POST', '/pagerduty/v2/change/enqueue', { payload: { summary: 'A', source: 'b' } }],
  opsgenie: ['POST', '/opsgenie/v2/alerts', { message: 'A' }],
  note: ['POST', '/opsgenie/v2/alerts/x/notes?identifierType=alias', { note: 'A' }],
  message: ['PUT', '/opsgenie/v2/alerts/x/message?identifierType=alias', { message: 'A' }],
  events: ['POST', '/events', { title: 'A' }],
} as const;
type Endpoint = keyof typeof endpoints;
const all = Object.keys(endpoints).filter((name): name is Endpoint => Object.hasOwn(endpoints, name));

interface Sent {
  readonly method?: 'GET' | 'PATCH';
  readonly headers?: Record<string, string>;
}

async function send(name: Endpoint, body: string | Buffer, sent: Sent = {}): Promise<LightMyRequestResponse> {
  const [method, path] = endpoints[name];
  return rig.app.inject({
    method: sent.method ?? method,
    url: `/intake${path}`,
    ...(sent.method === 'GET' ? {} : { payload: body }),
    headers: { authorization: `Bearer ${intakeKey}`, 'content-type': 'application/json', ...sent.headers },
  });
}

async function stored(): Promise<number[]> {
  const tables = ['alert', 'change', 'silence', 'unparsed_signal'] as const;
  const counts = tables.map(async (table) => {
    const { n } = await env.databases.web
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return n;
  });
  return Promise.all(counts);
}

/** Whatever the body is made of, put where a text is expected in one that is well. */
function poisoned(name: Endpoint, text: string): string {
  return JSON.stringify(endpoints[name][2]).replaceAll('"A"', `"${text}"`).replaceAll('"b"', `"${text}"`);
}

const gzip = { headers: { 'content-encoding': 'gzip' } };
const deep = '['.repeat(limits.depth + 1) + ']'.repeat(limits.depth + 1);
const inputs: readonly (readonly [
  what: string,
  status: readonly number[],
  says: RegExp,
  (name: Endpoint) => Promise<LightMyRequestResponse>,
])[] = [
  ['broken JSON', [400], /JSON/, async (name) => send(name, '{')],
  ['JSON that is too deep', [400], /deeper than 32/, async (name) => send(name, `{"a":${deep}}`)],
  ['a body that is too large', [413], /large/, async (name) => send(name, ' '.repeat(limits.body + 1))],
  [
    'a small body that is large once inflated',
    [413],
    /larger than 16 MiB/,
    async (name) => send(name, gzipSync(Buffer.alloc(limits.body + 1, 0x20)), gzip),
  ],
  ['broken gzip', [400], /gzip/, async (name) => send(name, 'nonsense', gzip)],
  [
    'a coding that is not known',
    [415],
    /Content-Encoding/,
    async (name) => send(name, '{}', { headers: { 'content-encoding': 'br' } }),
  ],
  ['bytes that are no text', [400], /UTF-8/, async (name) => send(name, Buffer.from([0x22, 0xff, 0x22]))],
  ['NUL', [400], /NUL/, async (name) => send(name, poisoned(name, String.raw`x\u0000`))],
  [
    'half a surrogate pair',
    [400],
    /surrogate/,
    async (name) => send(name, poisoned(name, String.raw`x\ud800`)),
  ],
  [
    'a wrong key',
    [401, 403],
    /key/,
    async (name) => send(name, '{}', { headers: { authorization: 'Bearer wrong' } }),
  ],
  ['a wrong method', [405], /\w/, async (name) => send(name, '{}', { method: 'PATCH' })],
];

describe.each(inputs)('%s', (_, statuses, says, make) => {
  test.each(all)('to %s is refused, says why, and changes nothing', async (name) => {
    const before = await stored();
    const response = await make(name);
    expect(statuses).toContain(response.statusCode);
    expect(response.body).toMatch(says);
    expect(await stored()).toEqual(before);
  });
});

test.each(all)('what is well is taken by %s', async (name) => {
  const response = await send(name, JSON.stringify(endpoints[name][2]));
  expect([200, 202]).toContain(response.statusCode);
});

describe('JSON of another shape', () => {
  test.each(all.filter((name) => name !== 'webhook' && name !== 'events'))(
    'to %s is refused',
    async (name) => {
      const before = await stored();
      const response = await send(name, name === 'alerts' ? '{}' : '[7]');
      expect([400, 422]).toContain(response.statusCode);
      expect(await stored()).toEqual(before);
    },
  );

  test.each(['webhook', 'events'] as const)('to %s is kept, to be looked at and replayed', async (name) => {
    const response = await send(name, '[7]');
    expect([response.statusCode, response.json()]).toMatchObject([202, { status: 'kept' }]);
  });
});

test.each([
  ['alerts', Array.from({ length: 10_001 }, () => ({ labels: { a: 'b' } })), /10000/],
  ['webhook', { alerts: Array.from({ length: 10_001 }, () => ({})) }, /10000/],
  ['events', Array.from({ length: 10_001 }, () => ({ title: 'x' })), /10000/],
] as const)('too many to %s are refused whole', async (name, body, says) => {
  const before = await stored();
  const response = await send(name, JSON.stringify(body));
  expect([response.statusCode, says.test(response.body)]).toEqual([400, true]);
  expect(await stored()).toEqual(before);
});

test.each(['alerts', 'silences'] as const)('a wrong content type to %s is 415', async (name) => {
  const response = await send(name, '[]', { headers: { 'content-type': 'text/plain' } });
  expect(response.statusCode).toBe(415);
});
