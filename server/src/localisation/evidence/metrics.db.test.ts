import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { localise } from '../core/localise.ts';
import { fittedWeights } from '../core/weights.ts';
import { withShop } from '../rig.ts';
import { gather } from './gather.ts';

let env: TestEnv;
let source: Server;
let port = 0;
let since: Date;
const asked: URL[] = [];

const metric = (name: string, role: string, at: string): string => `
apiVersion: fieldmarshal/v1
kind: MetricsSource
metadata: { name: ${name} }
spec: { url: '${at}', tenant: relief }
---
apiVersion: fieldmarshal/v1
kind: ProductMetric
metadata: { name: ${name} }
spec: { source: ${name}, role: ${role}, query: '${name}{env="{{environment}}"}', environments: [eu] }
---
`;

/** A share of failed requests for each product: all are quiet, from the trouble on \`pay\` fails and \`shop\`, which calls it, with it. */
function shares(url: URL) {
  const [from = 0, to = 0, step = 30] = ['start', 'end', 'step'].map((key) =>
    Number(url.searchParams.get(key)),
  );
  const failing: Record<string, number> = { pay: 0.6, shop: 0.5 };
  return ['shop', 'cart', 'stock', 'The pay'].map((product) => ({
    metric: { product },
    values: Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, row) => {
      const at = from + row * step;
      const isLater = at * 1_000 >= since.getTime();
      return [at, String(isLater ? (failing[product.replace('The ', '')] ?? 0) : 0)];
    }),
  }));
}

beforeAll(async () => {
  env = await testEnv();
  source = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    asked.push(url);
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: shares(url) } }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => source.once('listening', resolve));
  ({ port } = source.address() as AddressInfo);
  await withShop(as(env, 'ada', ['admin']));
  since = new Date(Math.floor(env.clock.now().getTime() / 30_000) * 30_000);
  await env.fastForward(300_000);
});
afterAll(() => new Promise<void>((done) => void source.close(() => done())));

const trouble = () => ({
  ...{
    environment: 'eu',
    group: null,
    incidentId: null,
    product: 'shop',
    title: 'Buying fails',
    since,
    checks: [],
  },
});

async function look(at: TestEnv = env) {
  const { gathered } = await gather(as(at, 'ada', ['admin']), trouble());
  return { gathered, verdict: localise(gathered.case, fittedWeights) };
}

test('measurements of products name the one in which failures begin, by its alias too, and say from where they are', async () => {
  await apply(metric('failed', 'errors', `http://127.0.0.1:${port}/prometheus`));
  const { gathered, verdict } = await look();
  expect(gathered.case.series).toHaveLength(4);
  expect(verdict.ranking[0]?.id).toBe('product:pay');
  expect(gathered.sources['lost-requests']).toMatchObject({ label: 'failed, from failed' });
  expect(asked[0]?.pathname).toBe('/prometheus/api/v1/query_range');
  expect(asked[0]?.searchParams.get('query')).toBe('failed{env="eu"}');
});

test('the same time is asked once, and a later one anew', async () => {
  const before = asked.length;
  let now = env.clock.now();
  const still = { ...env, clock: { now: () => now } };
  await look(still);
  await look(still);
  expect(asked).toHaveLength(before + 1);
  now = new Date(now.getTime() + 30_000);
  await look(still);
  expect(asked).toHaveLength(before + 2);
});

test('a server that does not answer is told as a gap, and takes nothing from the rest', async () => {
  await apply(metric('gone', 'latency', 'http://127.0.0.1:9'));
  await apply(metric('away', 'errors', 'http://127.0.0.1:9'));
  const { gathered, verdict } = await look();
  expect(gathered.gaps).toContainEqual(
    expect.stringMatching(/^The metrics “away”, “gone” could not be read\. /),
  );
  expect(verdict.ranking[0]?.id).toBe('product:pay');
});

async function apply(text: string): Promise<void> {
  await applyObjects(as(env, 'ada', ['admin']), {
    files: [{ path: 'metrics.yaml', text }],
    dryRun: false,
    prune: false,
  });
}
