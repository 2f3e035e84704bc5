import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { pagingHealth } from '#oncall';
import type { Env, LiveHub, Worker } from '#platform';
import { intakeHealth } from '#signals';

/** Readiness answers within this time, whatever storage does. */
const answerWithinMs = 1_500;
/** A due job older than this means that work is not being done. */
const lagS = 30;
const sweepAgeMsMax = 10_000;

export interface Health {
  mount(app: FastifyInstance): void;
  close(): Promise<void>;
}

interface Options {
  readonly env: Env;
  readonly worker: Worker | null;
  readonly hub: LiveHub;
}

/** `/livez` (this process), `/readyz` (storage, workers, queue lag), `/metrics` (Prometheus). */
export function startHealth({ env, worker, hub }: Options): Health {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const registry = metrics({ env, worker, hub });
  return {
    mount: (app) => {
      app.get('/livez', async () => ({ status: 'ok' }));
      app.get('/readyz', async (_request, reply) => {
        const state = await readiness(env, worker);
        return reply.status(state.ready ? 200 : 503).send(state);
      });
      app.get('/metrics', async (_request, reply) =>
        reply.type(registry.contentType).send(await registry.metrics()),
      );
    },
    close: async () => {
      delay.disable();
      registry.clear();
    },
  };
}

interface Readiness {
  readonly ready: boolean;
  readonly database: 'ok' | 'no answer';
  readonly worker: 'ok' | 'stalled' | 'elsewhere';
  readonly lastSweepAt: string | null;
  /** Seconds the oldest due job has waited. */
  readonly oldestDueJobS: number | null;
  readonly duePagesUnsent: number | null;
  readonly zoneData: { readonly runtime: string };
}

async function readiness(env: Env, worker: Worker | null): Promise<Readiness> {
  const work = await withTimeout(Promise.all([oldestDue(env), pagingHealth(env)]));
  const sweptMsAgo = worker?.lastSweepAt
    ? env.clock.now().getTime() - worker.lastSweepAt.getTime()
    : Infinity;
  const workerState = worker === null ? 'elsewhere' : sweptMsAgo > sweepAgeMsMax ? 'stalled' : 'ok';
  const oldestDueJobS = work?.[0] ?? null;
  return {
    ready: work !== null && workerState !== 'stalled' && (oldestDueJobS ?? 0) < lagS,
    database: work === null ? 'no answer' : 'ok',
    worker: workerState,
    lastSweepAt: worker?.lastSweepAt?.toISOString() ?? null,
    oldestDueJobS,
    duePagesUnsent: work?.[1].dueUnsent ?? null,
    zoneData: { runtime: process.versions['tz'] ?? 'unknown' },
  };
}

async function oldestDue(env: Env): Promise<number> {
  const { rows } = await sql<{
    s: number | null;
  }>`select extract(epoch from now() - min(due_at))::float8 as s from timer where due_at <= now()`.execute(
    env.databases.worker,
  );
  return rows[0]?.s ?? 0;
}

async function withTimeout<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), answerWithinMs).unref());
  return Promise.race([work.catch(() => null), late]);
}

function metrics({ env, worker, hub }: Options): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => Promise<number> | number): void => {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        async collect() {
          const value = await withTimeout(Promise.resolve(read()));
          // NaN: storage does not answer, so the value is not known.
          this.set(value ?? Number.NaN);
        },
      }),
    );
  };
  gauge('fieldmarshal_live_watchers', 'Open browser streams', () => hub.watchers);
  gauge('fieldmarshal_jobs_held', 'Jobs held by this process', () => worker?.held ?? 0);
  gauge('fieldmarshal_oldest_due_job_seconds', 'Age of the oldest due job', () => oldestDue(env));
  gauge(
    'fieldmarshal_pages_due_unsent',
    'Pages due but not yet sent',
    async () => (await pagingHealth(env)).dueUnsent,
  );
  gauge(
    'fieldmarshal_pages_oldest_due_seconds',
    'Age of the oldest page that is due but not sent',
    async () => (await pagingHealth(env)).oldestDueS,
  );
  gauge(
    'fieldmarshal_escalations_open',
    'Escalations waiting for an answer',
    async () => (await pagingHealth(env)).openEscalations,
  );
  gauge(
    'fieldmarshal_page_latency_p99_seconds',
    'From due to handed to the channel, last hour',
    async () => (await pagingHealth(env)).latencyP99S,
  );
  gauge('fieldmarshal_intake_queued', 'Signals waiting for their commit', () => intakeHealth().queued);
  return registry;
}
