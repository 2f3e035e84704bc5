import { Counter, Histogram, Registry } from 'prom-client';

/** What this process counts about itself as it works; `/metrics` shows it beside what is read when asked. */
export const processMetrics = new Registry();

const requestSeconds = new Histogram({
  name: 'fieldmarshal_http_request_seconds',
  help: 'Time from a request to the end of its answer, by route',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [processMetrics],
});

const jobSeconds = new Histogram({
  name: 'fieldmarshal_job_seconds',
  help: 'Time a job ran, by task and how it ended',
  labelNames: ['task', 'outcome'],
  buckets: [0.01, 0.05, 0.25, 1, 5, 30],
  registers: [processMetrics],
});

const deliveryAttempts = new Counter({
  name: 'fieldmarshal_delivery_attempts_total',
  help: 'Attempts to send a message, by channel and outcome',
  labelNames: ['channel', 'outcome'],
  registers: [processMetrics],
});

const logLines = new Counter({
  name: 'fieldmarshal_log_lines_total',
  help: 'Lines of the log by level, whether they were written or not',
  labelNames: ['level'],
  registers: [processMetrics],
});

type Ended = Histogram.Internal<'method' | 'route' | 'status'>;
const ended = new Map<string, Ended>();

/** `route` is the pattern, never the address: that may hold a secret. Looking labels up is most of the cost, so it is done once for each. */
export function countRequest(
  { method, route, status }: { readonly method: string; readonly route: string; readonly status: number },
  seconds: number,
): void {
  const key = `${method} ${status} ${route}`;
  let series = ended.get(key);
  if (!series) {
    series = requestSeconds.labels(method, route, String(status));
    ended.set(key, series);
  }
  series.observe(seconds);
}

export function countJob(task: string, outcome: 'done' | 'failed' | 'taken-over', seconds: number): void {
  jobSeconds.labels(task, outcome).observe(seconds);
}

export function countDeliveryAttempt(channel: string, outcome: string): void {
  deliveryAttempts.labels(channel, outcome).inc();
}

export function countLogLine(level: string): void {
  logLines.labels(level).inc();
}
