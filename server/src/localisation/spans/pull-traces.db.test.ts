import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tracesSourceSpec } from '@fieldmarshal/contract/knowledge';
import { applyObjects, readCatalog } from '#catalog';
import { inTransaction } from '#platform';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { withShop } from '../rig.ts';
import { loadAccess, storeAccess } from '../sources/access.ts';
import { askSource } from './ask-source.ts';
import { pullTraces } from './pull-traces.ts';

let env: TestEnv;
let store: Server;
let tempoUrl = '';
const asked: { url: string; accept: string | undefined; tenant: string | undefined; token?: string }[] = [];
const answers = new Map<string, { status?: number; body: string | Buffer }>();

beforeAll(async () => {
  env = await testEnv();
  store = createServer((request, response) => {
    const { url = '', headers } = request;
    const { accept, authorization: token } = headers;
    const tenant = headers['x-scope-orgid']?.toString();
    asked.push({ url, accept, tenant, ...(token === undefined ? {} : { token }) });
    const { status = 200, body } = answers.get(url) ?? { status: 404, body: '{"errors":[{"code":404}]}' };
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => store.once('listening', resolve));
  await withShop(as(env, 'ada', ['admin']));
  const { port } = store.address() as AddressInfo;
  tempoUrl = `http://127.0.0.1:${port}/`;
  const source = (
    name: string,
    api: string,
    environment: string,
    at = `http://127.0.0.1:${port}/${name}/`,
  ) => `
apiVersion: fieldmarshal/v1
kind: TracesSource
metadata: { name: ${name} }
spec: { url: '${at}', api: ${api}, tenant: relief, environments: [${environment}] }
---`;
  const text = `${source('jaeger', 'jaeger', 'eu')}${source('tempo', 'tempo', 'us')}`;
  await applyObjects(as(env, 'ada', ['admin']), {
    files: [{ path: 'traces.yaml', text }],
    dryRun: false,
    prune: false,
  });
});
afterAll(() => new Promise<void>((done) => void store.close(() => done())));

const trace = (letter: string) => `f1e1d${letter.repeat(27)}`;

async function pull(environment: string, failing: readonly string[], passing: readonly string[] = []) {
  const catalog = await readCatalog(env);
  return pullTraces(as(env, 'ada', ['admin']), catalog, { environment, failing, passing });
}

async function stored(id: string): Promise<unknown[]> {
  const { rows } = await sql`
    select ltrim(span_id, '0') as span, ltrim(parent_id, '0') as parent, product, environment, operation, duration_us::int as us, failed, kept
    from trace_span where trace_id = ${id} order by span_id`.execute(env.databases.web);
  return rows;
}

/** What a Jaeger answers, by its HTTP JSON: ids without leading noughts, times in microseconds, parents as references. */
function ofJaeger(traceID: string) {
  const startTime = env.clock.now().getTime() * 1_000;
  const span = (spanID: string, parent: string | null, tags: readonly object[], processID: string) => ({
    ...{ traceID, spanID, operationName: `GET /${processID}`, startTime, duration: 5_000, tags, processID },
    references: parent === null ? [] : [{ refType: 'CHILD_OF', traceID, spanID: parent }],
    warnings: null,
  });
  const place = [{ key: 'deployment.environment.name', type: 'string', value: 'eu' }];
  return {
    data: [
      {
        traceID,
        spans: [
          span('1', null, [{ key: 'span.kind', type: 'string', value: 'server' }], 'p1'),
          span('2', '1', [{ key: 'error', type: 'bool', value: true }], 'p2'),
          { traceID, spanID: '3' },
        ],
        processes: {
          p1: { serviceName: 'shop', tags: place },
          p2: { serviceName: 'The pay', tags: place },
        },
      },
    ],
    errors: null,
  };
}

test('spans of a run that only a Jaeger has are fetched, kept and asked for no more', async () => {
  const id = trace('a');
  answers.set(`/jaeger/api/traces/${id}`, { body: JSON.stringify(ofJaeger(id)) });
  expect(await pull('eu', [id], [trace('b')])).toEqual([]);
  const both = { environment: 'eu', us: 5_000, kept: true };
  expect(await stored(id)).toEqual([
    { span: '1', parent: null, product: 'shop', operation: 'GET /p1', failed: false, ...both },
    { span: '2', parent: '1', product: 'pay', operation: 'GET /p2', failed: true, ...both },
  ]);
  expect(asked.map(({ url }) => url.split('/').at(-1))).toEqual([id, trace('b')]);
  expect(asked[0]).toMatchObject({ accept: 'application/json', tenant: 'relief' });
  await pull('eu', [id], [trace('b')]);
  expect(asked).toHaveLength(2);
  await env.fastForward(16_000);
  await pull('eu', [id], [trace('b')]);
  expect(asked.slice(2).map(({ url }) => url.split('/').at(-1))).toEqual([trace('b')]);
});

test('a Tempo gives protobuf, and only stores of the environment are asked', async () => {
  const id = trace('c');
  answers.set(`/tempo/api/traces/${id}`, { body: ofTempo(id) });
  asked.length = 0;
  expect(await pull('us', [id])).toEqual([]);
  expect(asked).toEqual([
    { url: `/tempo/api/traces/${id}`, accept: 'application/protobuf', tenant: 'relief' },
  ]);
  expect(await stored(id)).toMatchObject([{ span: '1', product: 'stock', failed: true, kept: true }]);
});

test('a store that asks who comes is given its sealed token, and is not asked without it', async () => {
  const [first, second] = [trace('e'), trace('f')];
  const spec = tracesSourceSpec.parse({ url: `${tempoUrl}guarded`, api: 'tempo', auth: 'bearer' });
  const ask = async (id: string, of = spec) => {
    const access = await loadAccess(env, { kind: 'TracesSource', name: 'guarded', spec: of });
    return askSource(env, { spec: of, access }, id);
  };
  asked.length = 0;
  expect(await ask(first)).toEqual({ problem: 'Its password or token is not set.' });
  expect(asked).toEqual([]);
  await inTransaction(as(env, 'ada', ['admin']), async (tx) =>
    storeAccess(tx, {
      ...{ kind: 'TracesSource', name: 'guarded', spec },
      ...{ allowPrivate: true, secret: 's3cret', by: 'ada' },
    }),
  );
  expect(await ask(second)).toEqual({ spans: [] });
  expect(asked).toMatchObject([{ token: 'Bearer s3cret' }]);
  // Moved elsewhere, it takes nothing along.
  expect(await ask(first, { ...spec, url: 'http://127.0.0.1:9' })).toEqual({
    problem: 'Its password or token was set for another address.',
  });
});

test.each([
  ['a refusal', { status: 500, body: 'no' }, 'HTTP 500'],
  ['no JSON', { body: '<html>' }, 'no trace as jaeger gives it'],
  ['another shape', { body: '{"data":"gone"}' }, 'no trace as jaeger gives it'],
])('%s is told and takes nothing from the rest', async (what, answer, said) => {
  const bad = trace('d').slice(0, -1) + String(what.length % 10);
  answers.set(`/jaeger/api/traces/${bad}`, answer);
  const gaps = await pull('eu', [bad]);
  expect(gaps).toEqual([
    expect.stringMatching(new RegExp(`^The traces of jaeger could not be read.*${said}`)),
  ]);
  expect(await pull('eu', [bad])).toEqual(gaps);
});

/** A message of protobuf: fields by number; texts and bytes by length, numbers as 64 bits. */
function message(...fields: readonly (readonly [number, string | Buffer | bigint])[]): Buffer {
  return Buffer.concat(
    fields.map(([field, value]) => {
      if (typeof value === 'bigint') {
        const eight = Buffer.alloc(8);
        eight.writeBigUInt64LE(value);
        return Buffer.concat([Buffer.from([(field << 3) | 1]), eight]);
      }
      const bytes = Buffer.from(value);
      const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
      return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), bytes]);
    }),
  );
}

function ofTempo(traceId: string): Buffer {
  const at = BigInt(env.clock.now().getTime()) * 1_000_000n;
  const attribute = (key: string, value: string) => message([1, key], [2, message([1, value])]);
  const resource = message(
    [1, attribute('service.name', 'stock')],
    [1, attribute('deployment.environment.name', 'us')],
  );
  const failed = Buffer.from([0x18, 2]);
  const span = message(
    [1, Buffer.from(traceId, 'hex')],
    [2, Buffer.from('0000000000000001', 'hex')],
    [5, 'GET /parts'],
    [7, at],
    [8, at + 5_000_000n],
    [15, failed],
  );
  return message([1, message([1, resource], [2, message([2, span])])]);
}
