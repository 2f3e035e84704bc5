import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { processMetrics } from './metrics.ts';
import { observeHttp } from './observe-http.ts';
import { startTracing, traced } from './tracing.ts';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}
interface Exported {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

/** A collector that keeps what it is sent. */
async function startCollector() {
  const bodies: string[] = [];
  const server = http.createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const spans = (): Span[] =>
    (JSON.parse(bodies.join('')) as Exported).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    );
  return { url, bodies, spans, close: () => server.close() };
}

test('a request and what it starts are one trace under its sender, told by route and without what is secret', async () => {
  const collector = await startCollector();
  const config = readConfig({ FIELDMARSHAL_OTLP_URL: collector.url, FIELDMARSHAL_OTLP_SAMPLE_RATIO: '1' });
  const tracing = await startTracing(config, createLog('silent'));
  const app = fastify();
  observeHttp(app, config);
  app.get('/p/:token', async () => traced({ name: 'inside' }, async () => 'done'));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  await (await fetch(`${address}/p/canary-of-a-token?key=canary`, { headers })).text();
  await app.close();
  await tracing?.stop();
  collector.close();
  const spans = collector.spans();
  const request = spans.find(({ name }) => name === 'GET /p/:token');
  expect(request).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7' });
  expect(spans.find(({ name }) => name === 'inside')).toMatchObject({
    traceId,
    parentSpanId: request?.spanId,
  });
  expect(collector.bodies.join('')).not.toContain('canary');
  const metrics = await processMetrics.metrics();
  expect(metrics).toContain(
    'fieldmarshal_http_request_seconds_count{method="GET",route="/p/:token",status="200"} 1',
  );
  expect(metrics).not.toContain('canary');
});

test('without a collector nothing is loaded and nothing is sent', async () => {
  expect(await startTracing(readConfig({}), createLog('silent'))).toBeNull();
  expect(await traced({ name: 'x' }, async () => 7)).toBe(7);
});
