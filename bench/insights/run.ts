import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/src/platform/db/embedded/index.ts';
import { applyTo, bootstrapToken, freePort, launch, untilOk } from '../subject.ts';
import { conclude, judge, quantile, round } from '../verdict.ts';
import { catalogOf, fillDays, fillIncidents, type Size } from './fill.ts';

const size: Size = { incidents: 20_000, days: 365, checks: 100, runs: 5_000_000 };
const questions = 20;
const pages = {
  overview: '/insights',
  load: '/insights/load',
  noise: '/insights/noise',
  'behind a number': '/insights/incidents?behind=resolve:3&',
  'behind a person': '/insights/incidents?behind=person:person-3:night&',
  objectives: '/slos',
} as const;

/** How long each page of insights takes over a year of 20,000 incidents, and how fast incidents are rolled up. */
async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fm-bench-insights-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = launch(join(dataDir, 'server'), port, {
    DATABASE_URL: urlOf(postgres),
    FIELDMARSHAL_EMBEDDED_RUNNER: 'false',
  });
  const client = new pg.Client(postgres.connection);
  try {
    await untilOk(`${url}/readyz`);
    await applyTo(url, catalogOf(size.checks));
    await client.connect();
    await fillDays(client, size);
    await fillIncidents(client, size);
    await rolledUp(client);
    for (const [name, path] of Object.entries(pages)) await ask(url, name, path);
  } finally {
    await client.end();
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await postgres.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  }
  process.exitCode = conclude('insights') ? 0 : 1;
}

function urlOf({ connection: { user, password, host, port, database } }: EmbeddedPostgres): string {
  const who = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  return `postgresql://${who}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

/** Waits for the server's own job, which looks once a minute, and tells how fast it went. */
async function rolledUp(client: pg.Client): Promise<void> {
  const count = async () => {
    const { rows } = await client.query<{ n: number; first: Date | null; last: Date | null }>(
      'select count(*)::int as n, min(rolled_at) as first, max(rolled_at) as last from insight_incident',
    );
    return rows[0] ?? { n: 0, first: null, last: null };
  };
  for (;;) {
    const { n, first, last } = await count();
    if (n >= size.incidents && first && last) {
      const seconds = (last.getTime() - first.getTime()) / 1_000;
      console.log(`${n} incidents rolled up in ${round(seconds)} s, ${round(n / seconds)} each second`);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await client.query('vacuum analyze insight_incident');
}

async function ask(url: string, name: string, path: string): Promise<void> {
  const from = new Date(Date.now() - (size.days - 1) * 86_400_000).toISOString().slice(0, 10);
  const address = `${url}/api/v1${path}${path.includes('?') ? '' : '?'}from=${from}`;
  const took: number[] = [];
  let bytes = 0;
  for (let index = 0; index < questions; index += 1) {
    const start = performance.now();
    const response = await fetch(address, { headers: { authorization: `Bearer ${bootstrapToken}` } });
    bytes = (await response.arrayBuffer()).byteLength;
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    took.push(performance.now() - start);
  }
  const p95 = quantile(took, 0.95);
  console.log(
    `${name} over ${size.incidents} incidents: p50 ${round(quantile(took, 0.5))} ms, p95 ${round(p95)} ms, ${Math.round(bytes / 1024)} KiB`,
  );
  judge({ name: `${name}, p95 ms`, value: p95, most: 500 });
}

await main();
