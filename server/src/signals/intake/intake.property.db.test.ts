import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testEnv } from '#testing';
import { intakeKey, intakeRig } from '../rig.ts';

const env = await testEnv({ config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);

const paths = [
  '/alertmanager/api/v2/alerts',
  '/alertmanager/api/v2/silences',
  '/alertmanager/webhook',
  '/pagerduty/v2/enqueue',
  '/pagerduty/v2/change/enqueue',
  '/opsgenie/v2/alerts',
  '/opsgenie/v2/alerts/x/close?identifierType=alias',
  '/opsgenie/v2/alerts/x/message?identifierType=alias',
  '/opsgenie/v2/heartbeats/x/ping',
  '/events',
];

/** The words that our readers look for, so that generated bodies come past the first check now and then. */
const names = fc.constantFrom(
  ...[
    'labels',
    'annotations',
    'startsAt',
    'endsAt',
    'generatorURL',
    'alerts',
    'status',
    'matchers',
    'name',
    'value',
  ],
  ...[
    'isRegex',
    'isEqual',
    'createdBy',
    'comment',
    'id',
    'event_action',
    'dedup_key',
    'payload',
    'summary',
    'source',
  ],
  ...[
    'severity',
    'timestamp',
    'custom_details',
    'links',
    'message',
    'alias',
    'tags',
    'details',
    'priority',
    'note',
  ],
  ...[
    'title',
    'key',
    'specversion',
    'type',
    'subject',
    'time',
    'data',
    'data_base64',
    'constructor',
    '__proto__',
    '',
  ],
);
const texts = fc.oneof(
  fc.constantFrom(
    'firing',
    'resolved',
    'trigger',
    'acknowledge',
    'critical',
    'P1',
    '1.0',
    '2026-11-25T10:00:00Z',
  ),
  fc.constantFrom(
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00Z',
    '275760-09-13T00:00:00Z',
    '(',
    '.*',
    'a'.repeat(5_000),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '\u0000',
    '\uD800',
    '\u001E',
    '\u001F',
    '\u2028',
    '{{ x }}',
    '{% if',
    '{answer-link}',
    "'; drop",
  ),
);
const { body } = fc.letrec<{ body: unknown; node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    texts,
    fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 1e-320, 2 ** 53, -(2 ** 63)),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(names, tie('node'), { maxKeys: 8 }),
  ),
  body: fc.oneof(
    fc.dictionary(names, tie('node'), { maxKeys: 10 }),
    fc.array(fc.dictionary(names, tie('node'), { maxKeys: 8 }), { maxLength: 3 }),
    tie('node'),
  ),
}));

const types = fc.constantFrom(
  'application/json',
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'text/plain',
  'nonsense',
);
type Method = 'POST' | 'PUT' | 'GET' | 'DELETE' | 'PATCH';

const request = fc.record({
  path: fc.constantFrom(...paths),
  method: fc.constantFrom<Method>('POST', 'POST', 'POST', 'PUT', 'GET', 'DELETE', 'PATCH'),
  payload: fc.oneof(
    { arbitrary: body.map((value) => Buffer.from(JSON.stringify(value))), weight: 8 },
    { arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
  ),
  type: types,
  zipped: fc.constantFrom('no', 'no', 'no', 'yes', 'lie'),
  event: fc.boolean(),
});

test('whatever is sent, no intake address answers 5xx or nothing while storage is up', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ path, method, payload, type, zipped, event }) => {
      const response = await rig.app.inject({
        method,
        url: `/intake${path}`,
        ...(method === 'GET' ? {} : { payload: zipped === 'yes' ? gzipSync(payload) : payload }),
        headers: {
          authorization: `Bearer ${intakeKey}`,
          'content-type': type,
          ...(zipped === 'no' ? {} : { 'content-encoding': 'gzip' }),
          ...(event ? { 'ce-id': '1', 'ce-specversion': '1.0', 'ce-source': 's', 'ce-type': 't' } : {}),
        },
      });
      expect([response.statusCode < 500, response.body]).toEqual([true, response.body]);
    }),
    { numRuns: 400 },
  );
});

test('whatever is asked, reading answers 200, 400, 404 or 422', async () => {
  const query = fc.constantFrom('filter', 'receiver', 'active', 'silenced', 'identifierType');
  const address = fc.constantFrom(
    '/alertmanager/api/v2/alerts',
    '/alertmanager/api/v2/alerts/groups',
    '/alertmanager/api/v2/silences',
    '/alertmanager/api/v2/silence/x',
    '/opsgenie/v2/alerts/x',
  );
  await fc.assert(
    fc.asyncProperty(address, fc.array(fc.tuple(query, texts), { maxLength: 3 }), async (path, given) => {
      const search = new URLSearchParams(given.map(([name, text]) => [name, text.toWellFormed()]));
      const response = await rig.get(`${path}?${String(search)}`);
      expect([200, 400, 404, 422]).toContain(response.statusCode);
    }),
    { numRuns: 100 },
  );
});
