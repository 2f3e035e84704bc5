import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bootstrapToken, startSubject } from '../subject.ts';
import { conclude, judge, quantile, round } from '../verdict.ts';
import { cpuMs } from './cpu.ts';
import { openLine } from './line.ts';
import { incrementalMs } from './incremental.ts';
import { filesOf, organisation, type Made } from './organisation.ts';
import { recursiveQueryMs } from './recursive-query.ts';

const asks = 300;
const changes = 10;

/** Impact on a catalog of 10,000 objects, over HTTP, beside a recursive query on the same catalog in the same run; one more fact of an incident in this process, when the others are gone. */
async function main(): Promise<void> {
  const objects = organisation();
  report({ ...(await overHttp(objects)), ...incrementalMs(objects) });
}

async function overHttp(objects: readonly Made[]): Promise<Omit<Figures, 'update' | 'anew' | 'cpu'>> {
  const folder = await mkdtemp(join(tmpdir(), 'fm-bench-impact-'));
  const subject = await startSubject();
  const api: Api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
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
  const reachPath = (product: string) => `/impact/reach?product=${product}&limit=100`;
  const reach = async () => api<{ counts: { products: number; customers: number } }>('GET', reachPath('p0'));
  const line = await openLine(subject.url, bootstrapToken);
  try {
    await api('POST', '/catalog/apply', { files: filesOf(objects), dryRun: false });
    // The first reader of a catalog this large may still get the one before it.
    const { counts } = await eventually(reach);
    console.log(
      `${objects.length} objects; from p0 ${counts.products} products, ${counts.customers} customers`,
    );
    const meanwhile: number[] = [];
    for (let ask = 0; ask < 50; ask += 1) meanwhile.push(await timed(reach));
    const [pid = ''] = subject.pids().split(',');
    await untilQuiet(pid);
    // A server that runs for days has long compiled what it does.
    for (let ask = 0; ask < 200; ask += 1) await line.answeredMs(`/api/v1${reachPath('p0')}`);
    const empty: number[] = [];
    const all = async (name: string, pathOf: (index: number) => string): Promise<number[]> => {
      const times: number[] = [];
      const before = cpuMs(pid);
      for (let index = 0; index < asks; index += 1) {
        // An answer that costs nothing tells how quiet the machine is meanwhile.
        empty.push(await line.answeredMs('/livez'));
        times.push(await line.answeredMs(`/api/v1${pathOf(index)}`));
      }
      console.log(`${name}: ${round((cpuMs(pid) - before) / asks)} ms of the server's processor for each`);
      return times;
    };
    const times = await all('one product with paths', () => reachPath('p0'));
    const others = await all('300 products', (ask) => reachPath(`p${ask + 1}`));
    const { id } = await api<{ id: string }>('POST', '/incidents', { title: 'p0 fails', product: 'p0' });
    const recordPath = (limit: number) => `/incidents/${id}/impact?limit=${limit}`;
    const record = async (limit: number) =>
      api<{ assessedAt: string | null; rows: unknown[] }>('GET', recordPath(limit));
    const isDrafted = async () =>
      (await api<{ items: unknown[] }>('GET', `/incidents/${id}/drafts`)).items.length > 0;
    const draft = await timed(async () => untilTrue(isDrafted, 'the first draft', 30_000));
    await untilTrue(async () => (await record(100)).assessedAt !== null, 'the first assessment');
    const { rows } = await record(1_000);
    console.log(`the record of an incident has ${rows.length} rows`);
    const records = await all('the first page of the record', () => recordPath(100));
    const wholes = await all('the whole record', () => recordPath(1_000));
    await api('POST', `/incidents/${id}/resolve`, { summary: 'It works again.' });
    const seen = await untilSeen(api, reach, objects);
    const query = await recursiveQueryMs(objects, folder);
    return { times, meanwhile, others, draft, records, wholes, empty, ...seen, query };
  } finally {
    line.end();
    await subject.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Until the server has gone quiet after what follows from a change as large as its whole catalog: less than a tenth of a core for a second. */
async function untilQuiet(pid: string): Promise<void> {
  for (const stopAt = performance.now() + 30_000; performance.now() < stopAt;) {
    const before = cpuMs(pid);
    await setTimeout(1_000);
    if (cpuMs(pid) - before < 100) return;
  }
  throw new Error('the server did not go quiet within 30 s');
}

type Api = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Milliseconds from an applied change of a customer, and of a product, to its being seen. */
async function untilSeen(
  api: Api,
  reach: () => Promise<{ counts: { products: number; customers: number } }>,
  objects: readonly Made[],
): Promise<{ visible: number[]; deeper: number[] }> {
  const { counts } = await reach();
  const apply = async (object: Made): Promise<unknown> =>
    api('POST', '/catalog/apply', { files: filesOf([object]), dryRun: false });
  const visible: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    await apply({ kind: 'Customer', name: `late${change}`, spec: { uses: [{ application: 'a0' }] } });
    const isSeen = async () => (await reach()).counts.customers > counts.customers + change;
    visible.push(await timed(async () => untilTrue(isSeen, 'the change')));
  }
  const deeper: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    // A product that nothing hung on hangs on the one beside it, and back.
    const last = objects.findLast(({ kind }) => kind === 'Product');
    if (last === undefined) throw new Error('there is no product');
    const before = (await reach()).counts.products;
    await apply({ ...last, spec: { owner: 'crew', dependsOn: change % 2 === 0 ? [] : needed(last) } });
    const isSeen = async () => (await reach()).counts.products !== before;
    deeper.push(await timed(async () => untilTrue(isSeen, 'the change of a product')));
  }
  return { visible, deeper };
}

/** Milliseconds of each round. */
interface Figures {
  readonly times: readonly number[];
  /** The same while what follows from the applied catalog is still being worked out. */
  readonly meanwhile: readonly number[];
  readonly others: readonly number[];
  /** From opening an incident to its first draft. */
  readonly draft: number;
  readonly records: readonly number[];
  readonly wholes: readonly number[];
  /** Of answers with nothing in them, between the others. */
  readonly empty: readonly number[];
  readonly visible: readonly number[];
  readonly deeper: readonly number[];
  readonly query: readonly number[];
  readonly update: readonly number[];
  readonly anew: readonly number[];
  /** Milliseconds of processor for each update. */
  readonly cpu: number;
}

function report(figures: Figures): void {
  const {
    times,
    meanwhile,
    others,
    draft,
    records,
    wholes,
    empty,
    visible,
    deeper,
    query,
    update,
    anew,
    cpu,
  } = figures;
  const line = (name: string, figures: readonly number[]): void =>
    console.log(`${name}: p50 ${round(quantile(figures, 0.5))} ms, p99 ${round(quantile(figures, 0.99))} ms`);
  line('impact of one product with paths, at the API', times);
  line('the same right after the catalog was applied', meanwhile);
  line('impact of 300 products, each asked for once, at the API', others);
  line('the first 100 rows of the record of an incident, at the API', records);
  line('all of its rows', wholes);
  line('an empty answer, between these', empty);
  line('recursive query on the same graph', query);
  line('from an applied change of a customer to its being seen', visible);
  line('from an applied change of a product to its being seen', deeper);
  line('one more fact of an incident, in the process', update);
  console.log(`one more fact: ${round(cpu)} ms of the processor for each`);
  line('the same without remembering', anew);
  judge({ name: 'assessment at the API, p99 ms', value: quantile(times, 0.99), most: 10 });
  judge({
    name: 'assessment of products that nobody asked for yet, p99 ms',
    value: quantile(others, 0.99),
    most: 10,
  });
  judge({
    name: 'assessment at the API',
    value: quantile(times, 0.5) / quantile(query, 0.5),
    most: 0.3,
    of: 'a recursive query',
  });
  judge({ name: 'the record of an incident at the API, p99 ms', value: quantile(records, 0.99), most: 10 });
  judge({ name: 'the first draft of an incident, ms', value: draft, most: 3_000 });
  judge({ name: 'a change is seen, ms', value: quantile([...visible, ...deeper], 0.99), most: 100 });
  judge({ name: 'incremental update, p99 ms', value: quantile(update, 0.99), most: 10 });
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

async function untilTrue(isSo: () => Promise<boolean>, what: string, withinMs = 5_000): Promise<void> {
  const stopAt = performance.now() + withinMs;
  while (!(await isSo()))
    if (performance.now() > stopAt) throw new Error(`${what} was not seen within ${withinMs} ms`);
}

function needed({ spec }: Made): unknown {
  return 'dependsOn' in spec ? spec.dependsOn : [];
}

await main();
