import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startExporting } from './exporting.ts';

/** A collector that keeps what it takes, by path, and can be away. */
async function startCollector() {
  const state = { status: 200, refused: 0, answersWhen: Promise.resolve() };
  const taken: { path: string; body: string }[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (state.status === 200) taken.push({ path: request.url ?? '', body });
      else if (request.url === '/v1/metrics') state.refused += 1;
      const { status } = state;
      void state.answersWhen.then(() =>
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}'),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  const { port } = server.address() as AddressInfo;
  const of = (path: string): string =>
    taken
      .filter((each) => each.path === path)
      .map(({ body }) => body)
      .join('\n');
  return { url: `http://127.0.0.1:${port}`, state, of };
}

const registry = new Registry();
new Counter({ name: 'pages_total', help: 'Pages', registers: [registry] }).inc(3);
const readMetrics = async () => registry.getMetricsAsJSON();

function exportingTo(url: string, signals?: string) {
  const lines: string[] = [];
  const log = createLog('info', (line) => void lines.push(line));
  const config = readConfig({
    FIELDMARSHAL_OTLP_URL: url,
    FIELDMARSHAL_OTLP_METRICS_INTERVAL_S: '1',
    ...(signals === undefined ? {} : { FIELDMARSHAL_OTLP_SIGNALS: signals }),
  });
  const exporting = startExporting({ config, log, clock: systemClock, readMetrics });
  return { exporting, log, lines };
}

test('metrics and the log arrive, the log without its secrets, also what was said just before the end', async () => {
  const collector = await startCollector();
  const { exporting, log } = exportingTo(collector.url);
  log.info({ token: 'canary', url: '/p/canary-of-a-link-0123' }, 'a page left');
  await exporting?.stop();
  expect(collector.of('/v1/metrics')).toContain('"name":"pages_total"');
  const told = collector.of('/v1/logs');
  expect(told).toContain('a page left');
  expect(told).not.toContain('canary');
  log.info('after the end');
  expect(collector.of('/v1/logs')).not.toContain('after the end');
});

test('while the collector is away lines wait, which is said once, and arrive when it is back, each once', async () => {
  const collector = await startCollector();
  collector.state.status = 503;
  const { exporting, log, lines } = exportingTo(collector.url);
  const away = () => lines.filter((line) => line.includes('does not take it') && line.includes('metrics'));
  await expect.poll(() => collector.state.refused, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  log.info('said meanwhile');
  collector.state.status = 200;
  await expect.poll(() => collector.of('/v1/logs'), { timeout: 15_000 }).toContain('said meanwhile');
  // Metrics have their own turn, which on a busy machine comes after that of the log.
  await expect.poll(() => lines.join(''), { timeout: 10_000 }).toContain('takes it again');
  await exporting?.stop();
  expect(away()).toHaveLength(1);
  expect(collector.of('/v1/logs').split('said meanwhile')).toHaveLength(2);
});

test('a line that is under way at the end is not sent again', async () => {
  const collector = await startCollector();
  const { promise, resolve } = Promise.withResolvers<void>();
  collector.state.answersWhen = promise;
  const { exporting, log } = exportingTo(collector.url, 'logs');
  log.info('said before the end');
  await expect.poll(() => collector.of('/v1/logs'), { timeout: 15_000 }).toContain('said before the end');
  const ended = exporting?.stop();
  resolve();
  await ended;
  expect(collector.of('/v1/logs').split('said before the end')).toHaveLength(2);
});

test('only what is asked for is sent, and nothing where no collector is named', async () => {
  const collector = await startCollector();
  const { exporting, log } = exportingTo(collector.url, 'traces, metrics');
  log.info('not for the collector');
  await exporting?.stop();
  expect(collector.of('/v1/metrics')).not.toBe('');
  expect(collector.of('/v1/logs')).toBe('');
  expect(() => exportingTo(collector.url, 'metrics,everything')).toThrow(/OTLP_SIGNALS.*must list/);
  expect(startExporting({ config: readConfig({}), log, clock: systemClock })).toBeNull();
});
