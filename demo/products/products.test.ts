import { InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../faults/fault.ts';
import { fault } from '../faults/fault.ts';
import { readHouse } from '../house.ts';
import { readSamples, type Sample } from '../prober/scrape.ts';
import { productNames, type ProductName } from '../ports.ts';
import { startTracing, type Tracing } from './tracing.ts';
import { liveOneDay } from './traffic.ts';
import { startWorld, type Deploy, type World } from './world.ts';

const exporter = new InMemorySpanExporter();
const house = readHouse();
const deploys: Deploy[] = [];
let world: World;
let tracing: Tracing;

beforeAll(async () => {
  tracing = startTracing([new SimpleSpanProcessor({ exporter })]);
  world = await startWorld({
    house,
    tracing,
    portOf: () => 0,
    now: Date.now,
    onDeploy: (deploy) => deploys.push(deploy),
  });
});

afterEach(async () => {
  await Promise.all(world.faults().map(({ id }) => world.clear(id)));
});

afterAll(async () => {
  await world.stop();
  await tracing.stop();
});

const at = { environment: 'eu-prod' } as const;

async function metrics(product: ProductName): Promise<Sample[]> {
  const port = world.environments['eu-prod'].portOf(product);
  return readSamples(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
}

async function value(
  product: ProductName,
  name: string,
  labels: Record<string, string> = {},
): Promise<number> {
  return (await metrics(product))
    .filter(
      (sample) =>
        sample.name === name &&
        Object.entries(labels).every(([key, wanted]) => sample.labels[key] === wanted),
    )
    .reduce((sum, sample) => sum + sample.value, 0);
}

/** Posts to `product/operation` in eu-prod. */
function ask(target: `${ProductName}/${string}`, body: unknown, init: RequestInit = {}): Promise<Response> {
  const [product, operation] = target.split('/') as [ProductName, string];
  const port = world.environments['eu-prod'].portOf(product);
  return fetch(`http://127.0.0.1:${port}/${operation}`, {
    method: 'POST',
    body: JSON.stringify(body),
    ...init,
  });
}

function switchOn(wanted: Record<string, unknown>): Promise<unknown> {
  const parsed: Fault = fault.parse({ ...at, ...wanted });
  return world.set(parsed);
}

const service = (span: ReadableSpan) => String(span.resource.attributes['service.name']);

describe('the products', () => {
  it('call exactly those products that the catalog says they depend on', async () => {
    exporter.reset();
    expect(await liveOneDay(world.environments['eu-prod'])).toBe(0);
    const called = new Set(
      exporter
        .getFinishedSpans()
        .filter((span) => span.attributes['peer.service'] !== undefined)
        .map((span) => `${service(span)} → ${String(span.attributes['peer.service'])}`)
        .filter((edge) => !edge.startsWith('rehearsal')),
    );
    const written = productNames.flatMap((name) =>
      house.dependsOn[name].map((edge) => `${name} → ${edge.product}`),
    );
    expect([...called].toSorted()).toEqual(written.toSorted());
  });

  it('carry traceparent from the first caller to the last callee', async () => {
    exporter.reset();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    await ask('search/find', { kind: 'case', text: 'olena', person: 'caseworker' }, { headers });
    const spans = exporter.getFinishedSpans();
    const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
    const orphans = spans.filter(
      (span) => !byId.has(span.parentSpanContext?.spanId ?? '') && service(span) !== 'search',
    );
    expect(new Set(spans.map(service))).toEqual(new Set(['search', 'objects', 'permissions', 'identity']));
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(orphans).toEqual([]);
    expect(spans[0]?.resource.attributes).toMatchObject({ 'deployment.environment.name': 'eu-prod' });
  });

  it('refuse a field that is missing by its name, and what does not exist', async () => {
    const missing = await ask('objects/list', { kind: 'case' });
    expect([missing.status, await missing.json()]).toEqual([400, { error: 'person: is missing.' }]);
    expect((await ask('audit/shred', {})).status).toBe(404);
    expect((await ask('audit/append', 'no object')).status).toBe(400);
    expect((await ask('objects/list', { kind: 'case', person: 'x'.repeat(2_000_000) })).status).toBe(413);
    expect((await ask('objects/list', { kind: 'case', person: 'a stranger' })).status).toBe(401);
  });

  it('do without a soft dependency and not without a hard one', async () => {
    await switchOn({ product: 'audit', fault: 'errors', rate: 1 });
    const verified = await ask('identity/verify', { session: 'nurse' });
    expect(await verified.json()).toMatchObject({ audit: null, person: { name: 'Patrick Oyelaran' } });
    await switchOn({ product: 'identity', fault: 'errors', rate: 1 });
    expect((await ask('permissions/check', { person: 'nurse' })).status).toBe(502);
  });
});

describe('a fault shows', () => {
  const list = { kind: 'case', person: 'caseworker' };

  it('errors: at the rate asked for, in the counter of requests', async () => {
    await switchOn({ product: 'audit', fault: 'errors', rate: 0.25 });
    const before = await value('audit', 'http_server_requests_total', { status: '500' });
    const statuses: number[] = [];
    for (let n = 0; n < 8; n += 1)
      statuses.push((await ask('audit/append', { person: 'a', action: 'b' })).status);
    expect(statuses).toEqual([500, 200, 200, 200, 500, 200, 200, 200]);
    expect(await value('audit', 'http_server_requests_total', { status: '500' })).toBe(before + 2);
  });

  it('latency: in the histogram of durations', async () => {
    const slow = async () =>
      (await value('audit', 'http_server_request_duration_seconds_count')) -
      (await value('audit', 'http_server_request_duration_seconds_bucket', { le: '0.1' }));
    const before = await slow();
    await switchOn({ product: 'audit', fault: 'latency', ms: 150 });
    await ask('audit/append', { person: 'a', action: 'b' });
    expect(await slow()).toBe(before + 1);
  });

  it('hang: as requests that their callers left, until it is switched off', async () => {
    await switchOn({ product: 'audit', fault: 'hang' });
    const before = await value('audit', 'http_server_requests_total', { status: '499' });
    const leaving = new AbortController();
    const left = ask('audit/append', {}, { signal: leaving.signal });
    const waiting = ask('audit/append', { person: 'a', action: 'b' });
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    const verified = await ask('identity/verify', { session: 'nurse' });
    expect(await verified.json()).toMatchObject({ audit: null });
    await vi.waitFor(async () =>
      expect(await value('audit', 'http_server_requests_total', { status: '499' })).toBeGreaterThan(before),
    );
    await world.clear('eu-prod.audit.hang');
    expect((await waiting).status).toBe(200);
  });

  it('wrong data: 200, in time, and another name beside the case', async () => {
    const names = async () => {
      const answer = (await (await ask('objects/list', list)).json()) as { records: { name: string }[] };
      return answer.records.slice(0, 2).map(({ name }) => name);
    };
    expect(await names()).toEqual(['Farid Rahimi', 'Olena Kravets']);
    await switchOn({ product: 'objects', fault: 'wrong-data' });
    expect(await names()).toEqual(['Olena Kravets', 'Samuel Mbeki']);
  });

  it('crash: nothing answers, and what was in memory is gone when it is back', async () => {
    const kept = { ...list, value: { name: 'New', size: 1 } };
    const { record } = (await (await ask('objects/put', kept)).json()) as { record: { id: string } };
    const found = () => ask('objects/get', { ...list, id: record.id });
    expect((await found()).status).toBe(200);
    await switchOn({ product: 'objects', fault: 'crash', downSeconds: 600 });
    await expect(found()).rejects.toThrow('fetch failed');
    await expect(metrics('objects')).rejects.toThrow('fetch failed');
    expect((await ask('search/find', list)).status).toBe(502);
    await world.clear('eu-prod.objects.crash');
    expect((await found()).status).toBe(404);
    expect((await ask('objects/list', list)).status).toBe(200);
  });

  it('crash: it comes back by itself, and is then no longer on', async () => {
    await switchOn({ product: 'audit', fault: 'crash', downSeconds: 0 });
    await vi.waitFor(async () => expect((await metrics('audit')).length).toBeGreaterThan(0));
    expect(world.faults()).toEqual([]);
  });

  it('memory growth: up to its limit, and back', async () => {
    const before = await value('maps', 'product_memory_bytes');
    await switchOn({ product: 'maps', fault: 'memory-growth', megabytes: 8 });
    await vi.waitFor(
      async () => expect(await value('maps', 'product_memory_bytes')).toBe(before + 8e6),
      10_000,
    );
    await world.clear('eu-prod.maps.memory-growth');
    expect(await value('maps', 'product_memory_bytes')).toBe(before);
  }, 15_000);

  it('queue lag: the oldest entry grows old, until it is switched off', async () => {
    await switchOn({ product: 'messages', fault: 'queue-lag' });
    await vi.waitFor(
      async () => expect(await value('messages', 'product_queue_lag_seconds')).toBeGreaterThan(0.6),
      5000,
    );
    await world.clear('eu-prod.messages.queue-lag');
    await vi.waitFor(async () => expect(await value('messages', 'product_queue_depth')).toBe(0), 5000);
  }, 15_000);

  it('bad deploy: a new version that fails, a change; the roll-back is a change too', async () => {
    deploys.length = 0;
    await switchOn({ product: 'search', fault: 'bad-deploy' });
    expect(await value('search', 'product_info', { version: '5.8.0' })).toBe(1);
    exporter.reset();
    expect((await ask('search/find', list)).status).toBe(500);
    expect(exporter.getFinishedSpans()[0]?.resource.attributes['service.version']).toBe('5.8.0');
    await world.clear('eu-prod.search.bad-deploy');
    expect(await value('search', 'product_info', { version: '5.7.2' })).toBe(1);
    expect(deploys.map(({ from, to }) => `${from} → ${to}`)).toEqual(['5.7.2 → 5.8.0', '5.8.0 → 5.7.2']);
  });

  it('expiring certificate: the instant it expires, which stays the same at every look', async () => {
    const expiry = () => value('gateway', 'product_certificate_expires_timestamp_seconds');
    const healthy = await expiry();
    await switchOn({ product: 'gateway', fault: 'expiring-certificate', hours: 5 });
    const [first, second] = [await expiry(), await expiry()];
    expect(first).toBe(second);
    expect(first - Date.now() / 1000).toBeGreaterThan(4.9 * 3600);
    expect(first - Date.now() / 1000).toBeLessThanOrEqual(5 * 3600);
    await world.clear('eu-prod.gateway.expiring-certificate');
    expect(await expiry()).toBe(healthy);
  });
});
