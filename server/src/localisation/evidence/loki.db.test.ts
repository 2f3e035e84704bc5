import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { logsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyObjects, readCatalog } from '#catalog';
import { inTransaction } from '#platform';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { withShop } from '../rig.ts';
import { loadAccess, storeAccess } from '../sources/access.ts';
import { logEvidence } from './logs.ts';

const minute = 60_000;
let env: TestEnv;
let store: Server;
let storeUrl = '';
let since = 0;
/** It stands still: what was asked for is asked for again with the clock. */
let now = new Date(0);
let answer: { status: number; body: string } | null = null;
const asked: { url: URL; tenant: string | undefined; token: string | undefined }[] = [];

type Line = readonly [at: number, words: string, labels: Readonly<Record<string, string>>];

/** What a Loki answers: streams by their labels, the lines of the time that was asked for. */
function streams(url: URL, lines: readonly Line[]): string {
  const [from = 0, to = 0] = ['start', 'end'].map((key) => Number(url.searchParams.get(key)) / 1e6);
  const result = lines
    .filter(([at]) => at >= from && at < to)
    .map(([at, words, stream]) => ({ stream, values: [[`${at}000000`, words]] }));
  return JSON.stringify({ status: 'success', data: { resultType: 'streams', result } });
}

function lines(): Line[] {
  const stock = { service_name: 'The stock', env: 'eu' };
  return [
    [since - 30 * minute, 'order 1 found', stock],
    [since - 20 * minute, 'order 2 found', stock],
    [since + 1_000, 'order 3 found', stock],
    [since + 2_000, '{"level":"error","msg":"disk 7 full, token=sesame4711"}', stock],
    [since + 3_000, 'disk 8 full', { ...stock, detected_level: 'error', http_route: '/find' }],
    [since + 4_000, 'who is this', { service_name: 'nobody' }],
  ];
}

beforeAll(async () => {
  const started = await testEnv();
  since = Math.floor(started.clock.now().getTime() / minute) * minute;
  now = new Date(since + 5 * minute);
  env = { ...started, clock: { now: () => now } };
  store = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const { authorization, 'x-scope-orgid': tenant } = request.headers;
    asked.push({ url, tenant: tenant?.toString(), token: authorization });
    const { status, body } = answer ?? { status: 200, body: streams(url, lines()) };
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => store.once('listening', resolve));
  const { port } = store.address() as AddressInfo;
  storeUrl = `http://127.0.0.1:${port}/`;
  await withShop(as(env, 'ada', ['admin']));
  const text = `
apiVersion: fieldmarshal/v1
kind: LogsSource
metadata: { name: loki }
spec: { displayName: The Loki, url: '${storeUrl}', tenant: relief, query: '{env="{{environment}}"}', environments: [eu] }
---
apiVersion: fieldmarshal/v1
kind: LogsSource
metadata: { name: guarded }
spec: { url: '${storeUrl}', query: '{env="{{environment}}"}', environments: [us], auth: bearer }
`;
  await applyObjects(as(env, 'ada', ['admin']), {
    files: [{ path: 'logs.yaml', text }],
    dryRun: false,
    prune: false,
  });
});
afterAll(() => new Promise<void>((done) => void store.close(() => done())));

async function look(environment: string) {
  return logEvidence(as(env, 'ada', ['admin']), await readCatalog(env), { environment, since, ended: [] });
}

test('what a Loki has of an environment is counted as what is sent here, once in a while, without values and secrets', async () => {
  const { now: these, usual, sources, gaps } = await look('eu');
  const stock = { product: 'product:stock' };
  expect(usual).toEqual([
    { ...stock, template: 'order * found', level: 'info', count: 1 },
    { ...stock, template: 'order * found', level: 'info', count: 1 },
  ]);
  expect(these.toSorted((a, b) => (a.template < b.template ? -1 : 1))).toEqual([
    { ...stock, template: 'disk * full', level: 'error', count: 1, place: '/find' },
    { ...stock, template: 'disk * full, token=*', level: 'error', count: 1 },
    { ...stock, template: 'order * found', level: 'info', count: 1 },
  ]);
  expect(sources['logs product:stock']?.label).toBe('log of The stock, from The Loki');
  expect(gaps).toEqual([]);
  expect(asked).toHaveLength(2);
  const [{ url, tenant } = { url: new URL('http://x'), tenant: '' }] = asked;
  expect([url.pathname, url.searchParams.get('query'), tenant]).toEqual([
    ...['/loki/api/v1/query_range', '{env="eu"}', 'relief'],
  ]);
  await look('eu');
  expect(asked).toHaveLength(2);
});

test('a Loki that refuses, breaks off or answers something else is a gap in words', async () => {
  const gap = async (given: { status: number; body: string }) => {
    answer = given;
    now = new Date(now.getTime() + 2 * minute);
    return (await look('eu')).gaps.join(' ');
  };
  expect(await gap({ status: 500, body: '' })).toBe(
    'The logs of The Loki could not be read. It answered with HTTP 500.',
  );
  expect(await gap({ status: 400, body: 'parse error' })).toContain(
    'does not understand the query: parse error',
  );
  expect(await gap({ status: 200, body: '{' })).toContain('Its answer is no JSON');
  expect(await gap({ status: 200, body: '{"data":{"resultType":"matrix","result":[]}}' })).toContain(
    'did not answer with lines of a log',
  );
  answer = null;
});

test('a Loki that asks for a token gets it, sealed for its address', async () => {
  expect((await look('us')).gaps[0]).toContain('Its password or token is not set.');
  const spec = logsSourceSpec.parse({ url: storeUrl, query: 'x', auth: 'bearer' });
  const admin = as(env, 'ada', ['admin']);
  await inTransaction(admin, async (tx) =>
    storeAccess(tx, {
      kind: 'LogsSource',
      name: 'guarded',
      spec,
      allowPrivate: true,
      secret: 's3cret',
      by: 'ada',
    }),
  );
  now = new Date(now.getTime() + 2 * minute);
  expect((await look('us')).gaps).toEqual([]);
  expect(asked.at(-1)?.token).toBe('Bearer s3cret');
  const moved = { ...spec, url: 'http://127.0.0.2:1/' };
  expect((await loadAccess(env, { kind: 'LogsSource', name: 'guarded', spec: moved })).secret).toBe('stale');
});
