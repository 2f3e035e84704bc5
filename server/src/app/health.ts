import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { AggregatorRegistry, collectDefaultMetrics, Registry, type PrometheusContentType } from 'prom-client';
import { processMetrics, type LiveHub } from '#platform';
import { intakeHealth } from '#signals';
import type { Thinking } from './think/thinking.ts';
import type { DeadMan } from './watch/dead-man.ts';
import {
  addConnectionGauge,
  addGauge,
  pagingGauges,
  surroundingGauges,
  watchGauges,
} from './watch/gauges.ts';
import { readReadiness, type Watched } from './watch/readiness.ts';

export interface Health {
  /** Everything that `/metrics` shows. */
  readMetrics(): Promise<Metrics>;
  mount(app: FastifyInstance): void;
  close(): Promise<void>;
}

type Metrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

interface Options extends Watched {
  readonly hub: LiveHub;
  readonly deadMan: DeadMan;
  readonly thinking: Thinking;
}

/** `/livez` (this process), `/readyz` (storage, workers, queue lag), `/metrics` (Prometheus). */
export function startHealth(options: Options): Health {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const registry = metrics(options);
  const everything = async (): Promise<Registry> => {
    const counted = AggregatorRegistry.aggregate<PrometheusContentType>([
      await processMetrics.getMetricsAsJSON(),
      options.thinking.counted,
    ]);
    return Registry.merge([registry, counted]);
  };
  return {
    readMetrics: async () => (await everything()).getMetricsAsJSON(),
    mount: (app) => {
      app.get('/livez', async () => ({ status: 'ok' }));
      app.get('/readyz', async (_request, reply) => {
        const state = await readReadiness(options);
        return reply.status(state.ready ? 200 : 503).send(state);
      });
      app.get('/metrics', async (_request, reply) => {
        const all = await everything();
        return reply.type(all.contentType).send(await all.metrics());
      });
    },
    close: async () => {
      delay.disable();
      registry.clear();
    },
  };
}

function metrics(options: Options): Registry {
  const { hub, worker } = options;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = [
    { name: 'fieldmarshal_live_watchers', help: 'Open browser streams', read: () => hub.watchers },
    { name: 'fieldmarshal_jobs_held', help: 'Jobs held by this process', read: () => worker?.held ?? 0 },
    ...pagingGauges(options),
    ...watchGauges(options),
    ...surroundingGauges(options),
    {
      name: 'fieldmarshal_intake_queued',
      help: 'Signals waiting for their commit',
      read: () => intakeHealth().queued,
    },
  ];
  for (const gauge of gauges) addGauge(registry, gauge);
  addConnectionGauge(registry, options.env);
  return registry;
}
