import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/src/platform/db/embedded/index.ts';
import { applyTo, freePort, intakePath, launch, untilOk } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';
import { madeAt, probeRules, send, sizeFrom, stepS, untilArrived } from './probes.ts';
import { openSink } from './sink.ts';

const probes = sizeFrom('FIELDMARSHAL_BENCH_PROBES', 200);
const steps = 3;
const everyMs = 50;
const takeOverMsMax = 5_000;

/** Two servers over one PostgreSQL; one is killed while steps fall due all the time: how late the latest of them arrives. */
export async function measureTakeOver(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fm-bench-two-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'db'), log: () => undefined });
  const sink = await openSink();
  const nodes: Node[] = [];
  try {
    for (const name of ['a', 'b']) nodes.push(await startNode(join(folder, name), postgres));
    const [dying, staying] = nodes;
    if (!dying || !staying) throw new Error('two nodes were started');
    await applyTo(staying.url, probeRules({ sink: sink.url, steps }));
    for (let count = 0; count < probes; count += 1) {
      await send(staying.url + intakePath, 'probe', 1);
      if (count === Math.floor(probes / 2)) dying.child.kill('SIGKILL');
      await sleep(everyMs);
    }
    await untilArrived(sink, { ring: `r0s${steps}`, count: probes });
    const lateness: number[] = [];
    for (const page of new Set(sink.arrivals.map((arrival) => arrival.page))) {
      const made = await madeAt(staying.url, page);
      for (const { ring, at } of sink.arrivals.filter((each) => each.page === page && each.ring !== 'r0s0'))
        lateness.push(at - ((made.get(before(ring)) ?? Number.NaN) + stepS * 1_000));
    }
    const twice = sink.arrivals.length - new Set(sink.arrivals.map(({ id }) => id)).size;
    console.log(
      `\n## one of two nodes killed, ${lateness.length} steps around it\npages arrived late by p50 ${round(quantile(lateness, 0.5))} ms, ` +
        `longest ${round(Math.max(...lateness))} ms; ${twice} arrived twice under one id`,
    );
    judge({ name: 'take-over: latest page, ms', value: Math.max(...lateness), most: takeOverMsMax });
    judge({ name: 'take-over: missing', value: probes * steps - lateness.length + twice, most: 0 });
  } finally {
    for (const { child } of nodes)
      if (child.exitCode === null && child.signalCode === null) await ended(child);
    await Promise.all([postgres.stop(), sink.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Node {
  readonly url: string;
  readonly child: ChildProcess;
}

async function startNode(dataDir: string, { connection }: EmbeddedPostgres): Promise<Node> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { host, port: databasePort, user, password = '', database } = connection;
  const query = new URLSearchParams({ host, port: String(databasePort) });
  const child = launch(dataDir, port, {
    DATABASE_URL: `postgres://${user}:${password}@localhost/${database}?${query}`,
  });
  await untilOk(`${url}/readyz`);
  return { url, child };
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
}

/** The step before `r0s2` is `r0s1`. */
function before(ring: string): string {
  const [walk = '', step = ''] = ring.split('s');
  return `${walk}s${Number(step) - 1}`;
}
