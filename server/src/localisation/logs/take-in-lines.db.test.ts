import { gzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bootstrapIdentity } from '#identity';
import { asAppError, httpStatus, toProblem } from '#platform';
import { readCatalog } from '#catalog';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { logEvidence } from '../evidence/logs.ts';
import { otlpPlugin } from '../otlp/plugin.ts';
import { withShop } from '../rig.ts';
import { readCalls } from '../spans/read-calls.ts';

const key = 'fmi_lines_key_0123456789abcdef';
let env: TestEnv;
let app: FastifyInstance;

beforeAll(async () => {
  env = await testEnv({ config: { bootstrapIntakeKey: key } });
  await bootstrapIdentity(env);
  await withShop(as(env, 'ada', ['admin']));
  app = fastify();
  app.setErrorHandler(async (error, request, reply) => {
    const known = asAppError(error);
    return reply.status(known ? httpStatus(known.code) : 500).send(toProblem(error, request.id));
  });
  await app.register(async (scope) => otlpPlugin(scope, env));
});
afterAll(async () => app.close());
beforeEach(async () => {
  await sql`truncate log_pattern, log_count, line_count`.execute(env.databases.web);
});

const minute = 60_000;
const nanos = (agoMs = 0) => `${env.clock.now().getTime() - agoMs}000000`;

function record(words: string, parts: object = {}) {
  return { timeUnixNano: nanos(), severityNumber: 9, body: { stringValue: words }, ...parts };
}

function body(service: string, records: readonly unknown[], environment = 'eu') {
  const attributes = [
    { key: 'service.name', value: { stringValue: service } },
    { key: 'deployment.environment.name', value: { stringValue: environment } },
  ];
  return { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: records }] }] };
}

async function post(payload: unknown, headers: Record<string, string> = {}) {
  const sent = Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
  return app.inject({
    method: 'POST',
    url: '/intake/otlp/v1/logs',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    payload: sent,
  });
}

async function counted(): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select p.product || ' ' || c.environment || ' ' || p.level || ' ' || p.place || ' ' || p.template || ' ' || sum(c.lines) as line
    from log_count c join log_pattern p on p.id = c.pattern group by p.id, c.environment order by 1`.execute(
    env.databases.web,
  );
  return rows.map(({ line }) => line);
}

test('lines are counted by what of them is the same each time; secrets, and lines themselves, are not kept', async () => {
  const route = { attributes: [{ key: 'http.route', value: { stringValue: '/orders/{id}' } }] };
  const answer = await post(
    body('The stock', [
      record('order 17 found', route),
      record('order 18 found', route),
      record('login with token=sesame-4711-open failed', { severityNumber: 0, severityText: 'ERROR' }),
      record('{"level":50,"msg":"disk 3 is full","pid":9}', { severityNumber: undefined }),
      {
        ...record(''),
        body: { kvlistValue: { values: [{ key: 'msg', value: { stringValue: 'warm 5' } }] } },
      },
      {
        ...record('x'),
        body: undefined,
        severityNumber: 'SEVERITY_NUMBER_FATAL',
        attributes: [{ key: 'exception.message', value: { stringValue: 'out of paper' } }],
      },
      record('Authorization: Bearer abcdefghijklmnop sent'),
    ]),
  );
  expect([answer.statusCode, answer.json()]).toEqual([200, {}]);
  expect(await counted()).toEqual([
    'stock eu error  disk * is full 1',
    'stock eu error  login with token=* failed 1',
    'stock eu error  out of paper 1',
    'stock eu info  Authorization: * sent 1',
    'stock eu info  warm * 1',
    'stock eu info /orders/{id} order * found 2',
  ]);
});

test('what is of no product or place is only counted, what makes no sense is refused one by one', async () => {
  await post(body('nobody knows', [record('hello')]));
  await post(body('stock', [record('hello')], 'the moon'));
  const day = 24 * 60 * minute;
  const answer = await post(
    body('stock', [
      record('hello'),
      record('  '),
      record('of yesterday', { timeUnixNano: nanos(day + minute) }),
      record('from the future', { timeUnixNano: nanos(-day) }),
      record('no time', { timeUnixNano: undefined, observedTimeUnixNano: undefined }),
      record('x', { timeUnixNano: 'yesterday' }),
      'no record',
      null,
    ]),
  );
  expect(answer.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: '5' } });
  expect(await counted()).toEqual([
    'stock eu info  from the future 1',
    'stock eu info  hello 1',
    'stock eu info  no time 1',
  ]);
  const { lines } = await readCalls(as(env, 'ada', ['admin']), { days: 1 });
  expect(lines).toMatchObject({ received: 10, counted: 3, unplaced: 2, refused: 5 });
});

test('a product that writes something else each time fills 500 patterns, the rest is counted together', async () => {
  const word = (n: number) =>
    String(n)
      .split('')
      .map((digit) => 'abcdefghij'[Number(digit)])
      .join('');
  const records = Array.from({ length: 700 }, (_, n) => record(`word ${word(n)}`));
  await post(body('stock', records));
  await post(body('stock', [record('word a'), record('yet another')]));
  const all = await counted();
  expect(all).toContain('stock eu info  any other message 201');
  expect(all).toContain('stock eu info  word a 2');
  expect(all.length).toBeLessThanOrEqual(501);
});

/** An `ExportLogsServiceRequest` by hand: field numbers and wire types of the specification. */
function protobuf(words: string, parts: { severity?: number; agoMs?: number } = {}): Buffer {
  const length = (n: number): number[] => (n < 128 ? [n] : [(n % 128) + 128, ...length(Math.floor(n / 128))]);
  const field = (number: number, bytes: Uint8Array) =>
    Buffer.concat([Buffer.from([number * 8 + 2, ...length(bytes.length)]), bytes]);
  const fixed = (number: number, value: bigint) => {
    const bytes = Buffer.alloc(9);
    bytes[0] = number * 8 + 1;
    bytes.writeBigUInt64LE(value, 1);
    return bytes;
  };
  const text = (value: string) => field(1, Buffer.from(value));
  const attribute = (number: number, name: string, value: string) =>
    field(number, Buffer.concat([text(name), field(2, text(value))]));
  const one = Buffer.concat([
    fixed(1, BigInt(nanos(parts.agoMs))),
    Buffer.from([2 * 8, parts.severity ?? 17]),
    field(5, text(words)),
    attribute(6, 'http.route', '/pay'),
  ]);
  const resource = Buffer.concat([
    attribute(1, 'service.name', 'pay'),
    attribute(1, 'deployment.environment.name', 'eu'),
  ]);
  return field(1, Buffer.concat([field(1, resource), field(2, field(2, one))]));
}

test('protobuf is understood, plain and gzipped, and what is none is refused', async () => {
  const type = { 'content-type': 'application/x-protobuf' };
  const plain = await post(protobuf('card 12 refused'), type);
  expect([plain.statusCode, plain.headers['content-type'], plain.rawPayload.length]).toEqual([
    ...[200, type['content-type'], 0],
  ]);
  await post(gzipSync(protobuf('card 13 refused')), { ...type, 'content-encoding': 'gzip' });
  await post(protobuf('', { severity: 9 }), type);
  expect(await counted()).toEqual(['pay eu error /pay card * refused 2']);
  const answers = await Promise.all([
    post(protobuf('x').subarray(0, 40), type),
    post({ resourceLogs: 7 }),
    post('{'),
    post(body('x', []), { 'content-type': 'text/plain' }),
    post(body('x', []), { authorization: 'Bearer fmi_other' }),
    post(
      body(
        'x',
        Array.from({ length: 20_001 }, () => record('x')),
      ),
    ),
  ]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 415, 401, 413]);
  expect((await app.inject({ method: 'GET', url: '/intake/otlp/v1/logs' })).statusCode).toBe(405);
});

test('evidence is what was written since the trouble beside the hour before it, with the product and when it was written last', async () => {
  const ctx = as(env, 'ada', ['admin']);
  const catalog = await readCatalog(env);
  const since = env.clock.now().getTime();
  const at = (agoMs: number) => ({ timeUnixNano: nanos(agoMs) });
  await post(
    body('stock', [
      record('found', at(90 * minute)),
      record('found', at(30 * minute)),
      record('found', at(20 * minute)),
      record('found', at(0)),
      record('disk full', { ...at(0), severityNumber: 17 }),
    ]),
  );
  await post(body('stock', [record('elsewhere')], 'us'));
  const evidence = await logEvidence(ctx, catalog, { environment: 'eu', since, ended: [] });
  const stock = { product: 'product:stock' };
  expect(evidence.usual).toEqual([{ ...stock, template: 'found', level: 'info', count: 2 }]);
  expect(evidence.now.toSorted((a, b) => (a.template < b.template ? -1 : 1))).toEqual([
    { ...stock, template: 'disk full', level: 'error', count: 1 },
    { ...stock, template: 'found', level: 'info', count: 1 },
  ]);
  // What was written while an incident went on that was over before is not usual.
  const ended = [{ began: since - 35 * minute, from: since - 45 * minute, to: since - 25 * minute }];
  expect((await logEvidence(ctx, catalog, { environment: 'eu', since, ended })).usual).toEqual([
    { ...stock, template: 'found', level: 'info', count: 1 },
  ]);
  const source = evidence.sources['logs product:stock'];
  expect(source).toMatchObject({ label: 'log of The stock', href: null });
  expect(Math.abs((source?.at ?? 0) - since)).toBeLessThan(minute);
  expect((await logEvidence(ctx, catalog, { environment: 'us', since, ended: [] })).gaps).toEqual([
    'There are log lines of now only, so it cannot be said what is new in them.',
  ]);
  expect(await logEvidence(ctx, catalog, { environment: null, since, ended: [] })).toMatchObject({
    now: [],
    gaps: [],
  });
});
