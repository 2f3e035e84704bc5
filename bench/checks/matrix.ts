import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runReport } from '@fieldmarshal/contract/checks';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/src/platform/db/embedded/index.ts';
import { sizeFrom } from '../paging/probes.ts';
import { applyTo, bootstrapToken, freePort, launch, untilOk } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';
import { looker, measureScroll } from './scroll.ts';

const checks = 1_000;
const environments = 20;
const runs = sizeFrom('FIELDMARSHAL_BENCH_RUNS', 500_000);
const questions = 40;

/** How long the matrix of many checks takes with a long history, and what a run weighs. */
export async function measureMatrix(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fm-bench-matrix-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = launch(join(dataDir, 'server'), port, {
    DATABASE_URL: urlOf(postgres),
    FIELDMARSHAL_EMBEDDED_RUNNER: 'false',
  });
  try {
    await untilOk(`${url}/readyz`);
    await applyTo(url, files());
    await withDatabase(postgres, fillHistory);
    await ask(url, 'all', '/api/v1/checks/matrix');
    await ask(url, 'only what fails', '/api/v1/checks/matrix?failing=true');
    await measureScroll(url);
    await withDatabase(postgres, weigh);
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await postgres.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  }
}

function urlOf({ connection: { user, password, host, port, database } }: EmbeddedPostgres): string {
  const who = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  return `postgresql://${who}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

function files(): string {
  const where = Array.from({ length: environments }, (_, index) => `env-${index}`);
  const object = (kind: string, name: string, spec: object): string =>
    JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec });
  return [
    object('Person', looker, { email: `${looker}@nobody.example`, roles: ['lead'] }),
    ...where.map((name) => object('Environment', name, {})),
    ...Array.from({ length: checks }, (_, index) =>
      object('Check', `check-${index}`, {
        displayName: `Somebody can do thing ${index}`,
        probe: { type: 'http', url: 'https://nobody.example/' },
        environments: where.map((environment) => ({ environment })),
      }),
    ),
  ].join('\n---\n');
}

async function withDatabase(
  { connection }: EmbeddedPostgres,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await work(client);
  await client.end();
}

/** A history as monitors leave it: passes are one row, one run in a hundred failed with a report of 2 KiB. */
async function fillHistory(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from check_cell');
    if (rows[0]?.count === checks * environments) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await client.query(
    `insert into check_run (id, check_name, environment, place, type, state, due_at, taken_at, started_at, duration_ms, verdict,
       fault_class, fault_why, error, error_key, measures, report)
     select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
       'check-' || n % $2::int, 'env-' || (n / $2::int) % $3::int, '', 'http', 'ended', at, at, at, 80 + n % 40,
       case when n % 100 = 0 then 'failed' else 'passed' end, case when n % 100 = 0 then 'product' end,
       case when n % 100 = 0 then 'The answer was 502.' end, case when n % 100 = 0 then 'expected 2xx, got 502' end,
       case when n % 100 = 0 then 4711 end,
       '[{"name":"totalMs","value":81.2,"unit":"ms"},{"name":"firstByteMs","value":80.1,"unit":"ms"},{"name":"status","value":200,"unit":""},{"name":"bytes","value":512,"unit":"B"}]',
       case when n % 100 = 0 then $4::bytea end
     from (select n, now() - ($1::int - n) * interval '30 ms' as at from generate_series(1, $1::int) n) made`,
    [runs, checks, environments, reportBytes()],
  );
  await client.query(
    `update check_cell set state = case when abs(hashtext(check_name || environment)) % 50 = 0 then 'failing' else 'ok' end,
       last_run_at = now(), last_passed_at = now()`,
  );
  await client.query('vacuum analyze check_run, check_cell');
}

/** Of a run that failed, as it is stored: about 2 KiB of what does not compress. */
function reportBytes(): Buffer {
  const report = runReport.parse({
    ...{ id: randomUUID(), attempt: 1, startedAt: new Date().toISOString(), durationMs: 100 },
    ...{ verdict: 'failed', fault: { class: 'product', why: 'The answer was 502.' } },
    error: { message: `expected 2xx, got 502 ${randomBytes(1_500).toString('base64')}` },
  });
  return gzipSync(JSON.stringify(report));
}

async function ask(url: string, name: string, path: string): Promise<void> {
  const took: number[] = [];
  let bytes = 0;
  for (let index = 0; index < questions; index += 1) {
    const start = performance.now();
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${bootstrapToken}` } });
    bytes = (await response.arrayBuffer()).byteLength;
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    took.push(performance.now() - start);
  }
  const p95 = quantile(took, 0.95);
  console.log(
    `matrix of ${checks} checks × ${environments} environments over ${runs} runs, ${name}: p50 ${round(quantile(took, 0.5))} ms, p95 ${round(p95)} ms, ${Math.round(bytes / 1024)} KiB`,
  );
  judge({ name: `matrix (${name}), p95 ms`, value: p95, most: 150 });
}

async function weigh(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ bytes: string; heap: string }>(
    `select pg_total_relation_size('check_run') as bytes, pg_relation_size('check_run') as heap`,
  );
  const [row] = rows;
  const perRun = Number(row?.bytes) / runs;
  console.log(
    `a run weighs 1 row, ${Math.round(perRun)} bytes with its indexes (${Math.round(Number(row?.heap) / runs)} in the table); a million runs ${round(perRun)} MB`,
  );
}
