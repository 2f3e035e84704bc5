import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WorkQueue } from './behaviour.ts';

/** What `/metrics` reads at the moment it is asked. */
export interface Vitals {
  version: () => string;
  memoryBytes: () => number;
  /** Seconds since 1970. */
  certificateExpiresAt: () => number;
  queue: WorkQueue | undefined;
  now: () => number;
}

export interface Instruments {
  served(request: { operation: string; status: number; seconds: number }): void;
  called(dependency: string, outcome: 'ok' | 'refused' | 'failed' | 'timeout'): void;
  text(): Promise<string>;
}

/** The metrics of one product from its start on. Product and environment are labels of the scrape, not of the samples. */
export function instruments(vitals: Vitals): Instruments {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'http_server_requests_total',
    help: 'Requests answered; status 499 means that the caller left first.',
    labelNames: ['operation', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time to the answer.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const calls = new Counter({
    name: 'http_client_requests_total',
    help: 'Requests to other products.',
    labelNames: ['dependency', 'outcome'],
    registers,
  });
  registerGauges(vitals, registers);
  return {
    served: ({ operation, status, seconds }) => {
      requests.inc({ operation, status: String(status) });
      durations.observe(seconds);
    },
    called: (dependency, outcome) => calls.inc({ dependency, outcome }),
    text: () => registry.metrics(),
  };
}

function registerGauges(vitals: Vitals, registers: Registry[]): void {
  registers.forEach((registry) => registry.registerMetric(versionGauge(vitals)));
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  const startedAt = vitals.now() / 1000;
  gauge('product_start_time_seconds', 'When this product was started.', () => startedAt);
  gauge('product_memory_bytes', 'Memory held by this product.', vitals.memoryBytes);
  gauge(
    'product_certificate_expires_timestamp_seconds',
    'When the TLS certificate expires.',
    vitals.certificateExpiresAt,
  );
  const { queue } = vitals;
  if (!queue) return;
  gauge('product_queue_depth', 'Entries waiting.', () => queue.depth);
  gauge('product_queue_lag_seconds', 'Age of the oldest waiting entry.', () =>
    queue.oldestAt === null ? 0 : (vitals.now() - queue.oldestAt) / 1000,
  );
}

function versionGauge(vitals: Vitals): Gauge {
  return new Gauge({
    name: 'product_info',
    help: 'The version that runs.',
    labelNames: ['version'],
    registers: [],
    collect() {
      this.reset();
      this.set({ version: vitals.version() }, 1);
    },
  });
}
