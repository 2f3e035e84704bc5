import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../../server/src/platform/index.ts';
import {
  createLog,
  migrate,
  notifyPublisher,
  openDatabases,
  reactionTable,
  readMigrations,
  startEmbeddedPostgres,
  type Connection,
  type Ctx,
  type Env,
} from '../../server/src/platform/index.ts';

/** One PostgreSQL for the run, and installations in it that are a database each. */
export async function startDatabases(): Promise<{
  open: (config: Partial<Config>) => Promise<Env>;
  stop: () => Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fm-bench-relay-'));
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const opened: Env[] = [];
  return {
    open: async (config) => {
      const name = `relay_${randomUUID().replaceAll('-', '')}`;
      const admin = openDatabases(server.connection, createLog('silent'));
      await admin.pools.web.query(`create database ${name}`);
      await admin.close();
      const connection: Connection = { ...server.connection, database: name };
      await migrate(connection, await readMigrations());
      const env: Env = {
        config: {
          ...readConfig({}),
          logLevel: 'silent',
          secretKey: 'a key of the bench only',
          data: dataDir,
          ...config,
        },
        log: createLog('silent'),
        clock: { now: () => new Date() },
        databases: openDatabases(connection, createLog('silent')),
        reactions: reactionTable([]),
        live: notifyPublisher,
        handover: null,
      };
      opened.push(env);
      return env;
    },
    stop: async () => {
      for (const { databases } of opened) await databases.close();
      await server.stop('immediate');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function adminOf(env: Env): Ctx {
  return {
    env,
    actor: { kind: 'person', person: 'mira', displayName: 'Mira', roles: ['admin'] },
    requestId: 'bench',
    pool: 'worker',
  };
}

/** Rows of a busy year, as the site's own domains store them; `share` of it, 0..1. */
export async function fillYear(
  { databases }: Env,
  share: number,
): Promise<{ runs: number; alerts: number; incidents: number }> {
  const counts = {
    runs: Math.round(1_000_000 * share),
    alerts: Math.round(20_000 * share),
    incidents: Math.max(1, Math.round(200 * share)),
  };
  const db = databases.pools.worker;
  const batch = 50_000;
  for (let from = 0; from < counts.runs; from += batch)
    await db.query(
      `insert into check_run (id, check_name, environment, place, type, state, due_at, started_at, duration_ms, verdict, fault_class, error)
       select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
         'check-' || n % 40, 'field-1', 'server', case when n % 3 = 0 then 'e2e' else 'http' end, 'ended', at, at, 40 + (n::bigint * 7919) % 900,
         case when n % 97 = 0 then 'failed' else 'passed' end, case when n % 97 = 0 then 'product' end,
         case when n % 97 = 0 then 'expected 2xx, got 502 at step ' || n % 9 end
       from (select n, now() - interval '360 days' + n * interval '360 days' / $3::int as at from generate_series($1::int, $2::int) n) rows`,
      [from + 1, Math.min(from + batch, counts.runs), counts.runs + 1],
    );
  await db.query(
    `insert into alert (integration, integration_name, source, dedup_key, episode, state, title, labels, annotations, content_hash, starts_at, received_at, last_seen_at, changed_at, resolved_at, resolved_by, count, route, product, environment, severity)
     select 'prom', 'Prometheus', 'alertmanager', 'key ' || n, n, 'resolved', 'High error rate of product ' || n % 30,
       jsonb_build_object('alertname', 'HighErrorRate', 'instance', '10.0.0.' || n % 250), '{}', n, at, at, at, at, at, 'sender', 3, 'all', 'p' || n % 30, 'field-1', 'SEV3'
     from (select n, now() - interval '1 hour' * (n % 8000) as at from generate_series(1, $1::int) n) rows`,
    [counts.alerts],
  );
  return counts;
}
