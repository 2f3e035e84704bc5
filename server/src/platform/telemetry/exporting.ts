import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { onLogLine, type Log } from '../log.ts';
import { guardedFetch } from '../outbound/http-client.ts';
import { logsPayload, metricsPayload } from './otlp-payload.ts';
import { aboutUs } from './tracing.ts';

type ReadMetrics = () => Promise<readonly MetricObjectWithValues<MetricValue<string>>[]>;

interface Options {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  /** Left out: another part of the process tells its metrics. */
  readonly readMetrics?: ReadMetrics;
}

export interface Exporting {
  /** Sends what is left and ends; waits a second at most for a collector that does not answer. */
  stop(): Promise<void>;
}

const logsEveryMs = 5_000;
const timeoutMs = 5_000;
/** Lines that wait for the collector; the oldest go first when there are more. The log on standard error has them all. */
const linesMax = 5_000;
const linesAtOnce = 500;

/**
 * Sends metrics every minute and the log every five seconds to the collector of OpenTelemetry that `otlpUrl` names, as far as `otlpSignals`
 * asks for them. A collector that is away costs nothing but a line of the log when it goes and one when it is back. Null where nothing is sent.
 */
export function startExporting({ config, log, clock, readMetrics }: Options): Exporting | null {
  const { otlpUrl, otlpSignals, otlpMetricsIntervalS } = config;
  if (otlpUrl === undefined) return null;
  const isAsked = (signal: string): boolean => otlpSignals.split(',').includes(signal);
  const send = senderOf(otlpUrl, log);
  const resource = aboutUs(config);
  const startedAt = clock.now();
  const lines: string[] = [];
  let pushedOut = 0;
  const forget = isAsked('logs')
    ? onLogLine((line) => {
        lines.push(line);
        if (lines.length <= linesMax) return;
        lines.shift();
        pushedOut += 1;
      })
    : () => undefined;
  const sendLogs = async (): Promise<void> => {
    while (lines.length > 0) {
      const part = lines.slice(0, linesAtOnce);
      const before = pushedOut;
      if (!(await send('logs', logsPayload(resource, part)))) return;
      // Those that were pushed out meanwhile are not there to be taken away.
      lines.splice(0, Math.max(0, part.length - (pushedOut - before)));
    }
  };
  const sendMetrics = async (): Promise<void> => {
    if (readMetrics === undefined || !isAsked('metrics')) return;
    const metrics = await readMetrics();
    await send('metrics', metricsPayload(resource, metrics, { startedAt, at: clock.now() }));
  };
  const logging = everyMs(logsEveryMs, sendLogs);
  const measuring = everyMs(otlpMetricsIntervalS * 1_000, sendMetrics);
  return {
    stop: async () => {
      forget();
      const sent = Promise.all([measuring.end(), logging.end()]);
      await Promise.race([sent, new Promise((resolve) => void setTimeout(resolve, 1_000).unref())]);
    },
  };
}

/** Does something again and again, and once more at its end, but never while it still runs: what is under way would be done twice. */
function everyMs(ms: number, work: () => Promise<void>): { end(): Promise<void> } {
  let running: Promise<void> | null = null;
  const once = async (): Promise<void> => {
    running ??= work()
      .catch(() => undefined)
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void once(), ms).unref();
  return {
    end: async () => {
      clearInterval(timer);
      await running;
      await once();
    },
  };
}

type Send = (signal: 'metrics' | 'logs', body: object) => Promise<boolean>;

/** Whether the collector took it. */
function senderOf(otlpUrl: string, log: Log): Send {
  const away = new Set<string>();
  return async (signal, body) => {
    const failure = await post(`${otlpUrl}/v1/${signal}`, body);
    if (failure === null) {
      if (away.delete(signal)) log.warn({ signal }, 'the collector of OpenTelemetry takes it again');
      return true;
    }
    if (!away.has(signal)) log.warn({ signal, failure }, 'the collector of OpenTelemetry does not take it');
    away.add(signal);
    return false;
  };
}

async function post(url: string, body: object): Promise<string | null> {
  try {
    const { status } = await guardedFetch({
      ...{ url, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      ...{ timeoutMs, responseBytesMax: 1_000 },
      // The operator names it.
      allowPrivate: true,
    });
    return status >= 200 && status < 300 ? null : `it answered ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
