import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrapToken, startSubject } from '../subject.ts';
import { conclude, judge, quantile, round } from '../verdict.ts';
import { filesOf, organisation } from './organisation.ts';
import { recursiveQueryMs } from './recursive-query.ts';

const asks = 300;
const changes = 10;

/** Impact on a catalog of 10,000 objects, over HTTP, beside a recursive query on the same catalog in the same run. */
async function main(): Promise<void> {
  const objects = organisation();
  const folder = await mkdtemp(join(tmpdir(), 'fm-bench-impact-'));
  const subject = await startSubject();
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${subject.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bootstrapToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names what the contract promises
    return (await response.json()) as T;
  };
  const reach = async () =>
    api<{ counts: { products: number; customers: number } }>('GET', '/impact/reach?product=p0&limit=100');
  try {
    await api('POST', '/catalog/apply', { files: filesOf(objects), dryRun: false });
    // The first reader of a catalog this large may still get the one before it.
    const { counts } = await eventually(reach);
    console.log(
      `${objects.length} objects; from p0 ${counts.products} products, ${counts.customers} customers`,
    );
    for (let ask = 0; ask < 50; ask += 1) await reach();
    const times: number[] = [];
    for (let ask = 0; ask < asks; ask += 1) times.push(await timed(reach));
    const visible: number[] = [];
    for (let change = 0; change < changes; change += 1) {
      const customer = { kind: 'Customer', name: `late${change}`, spec: { uses: [{ application: 'a0' }] } };
      await api('POST', '/catalog/apply', { files: filesOf([customer]), dryRun: false });
      visible.push(await timed(async () => until(reach, counts.customers + change + 1)));
    }
    const query = await recursiveQueryMs(objects, folder);
    report({ times, visible, query });
  } finally {
    await subject.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Figures {
  readonly times: readonly number[];
  readonly visible: readonly number[];
  readonly query: readonly number[];
}

function report({ times, visible, query }: Figures): void {
  const line = (name: string, figures: readonly number[]): void =>
    console.log(`${name}: p50 ${round(quantile(figures, 0.5))} ms, p99 ${round(quantile(figures, 0.99))} ms`);
  line('impact of one product with paths, at the API', times);
  line('recursive query on the same graph', query);
  line('from an applied change to its being seen', visible);
  judge({ name: 'assessment at the API, p99 ms', value: quantile(times, 0.99), most: 10 });
  judge({
    name: 'assessment at the API',
    value: quantile(times, 0.5) / quantile(query, 0.5),
    most: 0.3,
    of: 'a recursive query',
  });
  judge({ name: 'a change is seen, ms', value: quantile(visible, 0.99), most: 100 });
  process.exitCode = conclude('impact') ? 0 : 1;
}

async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  const stopAt = performance.now() + 5_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > stopAt) throw error;
    }
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function until(
  reach: () => Promise<{ counts: { customers: number } }>,
  customers: number,
): Promise<void> {
  const stopAt = performance.now() + 5_000;
  while ((await reach()).counts.customers < customers)
    if (performance.now() > stopAt) throw new Error('the change was not seen within 5 s');
}

await main();
