import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemCtx, asAppError, httpStatus, inTransaction, toProblem } from '#platform';
import { bootstrapIdentity } from '#identity';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { insertPaths } from '../store/path-store.ts';
import { claimSpans, tracesBetween } from '../store/span-store.ts';
import { withShop } from '../rig.ts';
import { otlpPlugin } from '../otlp/plugin.ts';
import { sweepSpans } from './sweep-spans.ts';

const key = 'fmi_spans_key_0123456789abcdef';
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

const trace = (letter: string) => letter.repeat(32);
const at = () => BigInt(env.clock.now().getTime()) * 1_000_000n;

function span(traceId: string, spanId: string, parts: object = {}) {
  const startTimeUnixNano = String(at());
  const endTimeUnixNano = String(BigInt(startTimeUnixNano) + 5_000_000n);
  return {
    traceId,
    spanId: spanId.padStart(16, '0'),
    name: 'GET /x',
    kind: 2,
    startTimeUnixNano,
    endTimeUnixNano,
    ...parts,
  };
}

function body(service: string, spans: readonly unknown[]) {
  const attributes = [
    { key: 'service.name', value: { stringValue: service } },
    { key: 'deployment.environment.name', value: { stringValue: 'eu' } },
  ];
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] };
}

async function post(payload: unknown, headers: Record<string, string> = {}) {
  const sent = Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
  return app.inject({
    method: 'POST',
    url: '/intake/otlp/v1/traces',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    payload: sent,
  });
}

async function kept(): Promise<string[]> {
  const { rows } = await sql<{ span: string }>`
    select substr(trace_id, 1, 1) || ':' || ltrim(span_id, '0') || ':' || coalesce(product, '-') as span
    from trace_span where kept order by 1`.execute(env.databases.web);
  return rows.map((row) => row.span);
}

test('spans of runs and of traces that failed are kept, the others wait for their run and are dropped with a count', async () => {
  const synthetic = [
    {
      key: 'http.request.header.x-fieldmarshal-synthetic',
      value: { arrayValue: { values: [{ stringValue: '1' }] } },
    },
  ];
  const answer = await post(
    body('shop', [
      span(`f1e1d${trace('a').slice(5)}`, '1'),
      span(trace('b'), '2', { attributes: synthetic }),
      span(trace('c'), '3', { status: { code: 2 } }),
      span(trace('d'), '4'),
      span(trace('e'), '5'),
      span(trace('c'), '7'),
    ]),
  );
  expect([answer.statusCode, answer.json()]).toEqual([200, {}]);
  expect(await kept()).toEqual(['b:2:shop', 'c:3:shop', 'f:1:shop']);
  // The report of the run of trace d comes after its spans; a later span of it is known at once.
  await inTransaction(systemCtx(env, 'test'), async (tx) => {
    const run = {
      run: '01980000-0000-7000-8000-000000000001',
      check: 'buy',
      environment: 'eu',
      startedAt: new Date(),
      passed: true,
    };
    await insertPaths(tx, [
      { ...run, products: [], traces: [trace('d')], path: { step: null, requests: [] } },
    ]);
    await claimSpans(tx, [trace('d')]);
  });
  await post(body('cart', [span(trace('d'), '6')]));
  expect(await kept()).toEqual(['b:2:shop', 'c:3:shop', 'd:4:shop', 'd:6:cart', 'f:1:shop']);
  await env.fastForward(6 * 60_000);
  await sweepSpans(systemCtx(env, 'test'));
  const { rows } = await sql<{ received: string; dropped: string }>`
    select sum(received)::text as received, sum(dropped)::text as dropped from span_count`.execute(
    env.databases.web,
  );
  expect(rows).toEqual([{ received: '7', dropped: '1' }]);
  // What was beside a failure in its trace tells whether it was waited for.
  expect(await kept()).toContain('c:7:shop');
  const db = env.databases.web;
  const now = env.clock.now().getTime();
  const between = { environment: 'eu', from: new Date(now - 600_000), to: new Date(now) };
  const all = await tracesBetween(db, { ...between, limit: 7 });
  expect([all[0], all.length]).toEqual([trace('c'), 4]);
  expect(await tracesBetween(db, { ...between, limit: 2 })).toEqual([trace('c')]);
  const { from, to } = between;
  expect(await tracesBetween(db, { ...between, limit: 7, except: [{ from, to }] })).toEqual([]);
});

test('where many wait, whole traces go at once and others wait whole', async () => {
  await sql`
    insert into trace_span (trace_id, span_id, service, operation, kind, start_us, duration_us, failed, kept, received_at)
    select 'w' || n, n::text, 'x', 'x', 0, 0, 1, false, false, now() from generate_series(1, 75000) n`.execute(
    env.databases.web,
  );
  await post(body('shop', [span(trace('1'), '1'), span(trace('e'), '2'), span(trace('1'), '3')]));
  const { rows } = await sql<{ span: string }>`
    select substr(trace_id, 1, 1) || ltrim(span_id, '0') as span from trace_span
    where trace_id = any(${[trace('1'), trace('e')]}::text[]) and not kept order by 1`.execute(
    env.databases.web,
  );
  expect(rows.map((row) => row.span)).toEqual(['11', '13']);
  await sql`delete from trace_span where trace_id like 'w%' or trace_id like '11%'`.execute(
    env.databases.web,
  );
});

test('who calls whom is seen, also in spans that are not kept', async () => {
  await post({
    resourceSpans: [
      ...body('shop', [
        span(trace('9'), 'a'),
        span(trace('9'), 'b', {
          kind: 3,
          parentSpanId: 'a'.padStart(16, '0'),
          attributes: [{ key: 'peer.service', value: { stringValue: 'The pay' } }],
        }),
      ]).resourceSpans,
      ...body('cart', [
        span(trace('9'), 'c', { parentSpanId: 'a'.padStart(16, '0'), status: { code: 'STATUS_CODE_ERROR' } }),
      ]).resourceSpans,
    ],
  });
  const { rows } = await sql<{ call: string }>`
    select caller || '>' || callee || ' ' || environment || ' ' || calls || ' ' || failed as call from call_seen order by 1`.execute(
    env.databases.web,
  );
  expect(rows.map(({ call }) => call)).toEqual(['shop>cart eu 1 1', 'shop>pay eu 1 0']);
});

test('times as numbers and kinds that are none are taken as well as they can be', async () => {
  const startTimeUnixNano = Number(at());
  const answer = await post(
    body('shop', [
      span(trace('6'), '1', {
        startTimeUnixNano,
        endTimeUnixNano: startTimeUnixNano + 5_000_000,
        status: { code: 2 },
      }),
      span(trace('6'), '2', { kind: 2.5, status: { code: 2 } }),
      span(trace('6'), '3', { kind: 'SPAN_KIND_NOBODY_KNOWS', status: { code: 2 } }),
      span(trace('6'), '4', { startTimeUnixNano: -5 }),
      span(trace('6'), '5', { startTimeUnixNano: 1e300 }),
    ]),
  );
  expect([answer.statusCode, answer.json()]).toMatchObject([200, { partialSuccess: { rejectedSpans: '2' } }]);
  const { rows } = await sql`
    select kind, abs(duration_us - 5000) < 2 as right from trace_span where trace_id = ${trace('6')} order by span_id`.execute(
    env.databases.web,
  );
  expect(rows).toEqual([
    { kind: 2, right: true },
    { kind: 0, right: true },
    { kind: 0, right: true },
  ]);
});

test('broken spans are refused one by one, doubles count once, and hostile names do no harm', async () => {
  const good = span(trace('7'), '1', { name: `${'x'.repeat(2_000)}\0\uD800`, status: { code: 2 } });
  const broken = [
    span('0'.repeat(32), '2'),
    span(trace('7'), '0'),
    span('short', '3'),
    span(trace('7'), '4', { endTimeUnixNano: '1' }),
    span(trace('7'), '5', { startTimeUnixNano: 'yesterday' }),
    'no span',
    null,
  ];
  const answer = await post(body('nobody knows', [good, ...broken, good]));
  expect(answer.json()).toMatchObject({ partialSuccess: { rejectedSpans: '7' } });
  const { rows } =
    await sql`select product, length(operation) as length from trace_span where trace_id = ${trace('7')}`.execute(
      env.databases.web,
    );
  expect(rows).toEqual([{ product: null, length: 500 }]);
});

/** The same in protobuf, by hand: field numbers and wire types of the specification. */
function protobuf(traceId: string, spanId: string, parts: { end?: bigint } = {}): Buffer {
  const began = at();
  const field = (number: number, bytes: Uint8Array) =>
    Buffer.concat([Buffer.from([number * 8 + 2, ...length(bytes.length)]), bytes]);
  const length = (n: number): number[] => (n < 128 ? [n] : [(n % 128) + 128, ...length(Math.floor(n / 128))]);
  const fixed = (number: number, value: bigint) => {
    const bytes = Buffer.alloc(9);
    bytes[0] = number * 8 + 1;
    bytes.writeBigUInt64LE(value, 1);
    return bytes;
  };
  const attribute = (name: string, value: string) =>
    field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, field(1, Buffer.from(value)))]));
  const one = Buffer.concat([
    ...[
      field(1, Buffer.from(traceId, 'hex')),
      field(2, Buffer.from(spanId.padStart(16, '0'), 'hex')),
      field(5, Buffer.from('POST /pay')),
    ],
    ...[
      Buffer.from([48, 2]),
      fixed(7, began),
      fixed(8, parts.end ?? began + 9_000_000n),
      field(15, Buffer.from([24, 2])),
    ],
  ]);
  const resource = Buffer.concat([
    attribute('service.name', 'pay'),
    attribute('deployment.environment.name', 'eu'),
  ]);
  return field(1, Buffer.concat([field(1, resource), field(2, field(2, one))]));
}

test('protobuf is understood, plain and gzipped, and what is none is refused', async () => {
  const type = { 'content-type': 'application/x-protobuf' };
  const plain = await post(protobuf(trace('5'), '1'), type);
  expect([plain.statusCode, plain.headers['content-type'], plain.rawPayload.length]).toEqual([
    200,
    type['content-type'],
    0,
  ]);
  await post(gzipSync(protobuf(trace('5'), '2')), { ...type, 'content-encoding': 'gzip' });
  const { rows } = await sql<object>`
    select span_id, product, environment, operation, kind, failed, duration_us from trace_span where trace_id = ${trace('5')} order by span_id`.execute(
    env.databases.web,
  );
  expect(rows).toMatchObject([
    { product: 'pay', environment: 'eu', operation: 'POST /pay', kind: 2, failed: true, duration_us: 9000 },
    { span_id: '2'.padStart(16, '0') },
  ]);
  const partial = await post(protobuf(trace('5'), '3', { end: 1n }), type);
  expect(partial.rawPayload.subarray(0, 4)).toEqual(
    Buffer.from([0x0a, partial.rawPayload.length - 2, 0x08, 1]),
  );
  const answers = await Promise.all([
    ...[
      post(protobuf(trace('5'), '4').subarray(0, 40), type),
      post({ resourceSpans: 7 }),
      post('{'),
      post(body('x', []), { 'content-type': 'text/plain' }),
    ],
    ...[
      post(body('x', []), { authorization: 'Bearer fmi_other' }),
      post(Buffer.from('no gzip'), { 'content-encoding': 'gzip' }),
    ],
  ]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 415, 401, 400]);
});
