import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readHouse } from '../house.ts';
import { startTracing, type Tracing } from '../products/tracing.ts';
import { startWorld, type World } from '../products/world.ts';
import { startControl } from './control.ts';
import { faultKinds } from './fault.ts';
import { descriptions } from './notice.ts';

let world: World;
let tracing: Tracing;
let control: Awaited<ReturnType<typeof startControl>>;

beforeAll(async () => {
  tracing = startTracing([]);
  world = await startWorld({
    house: readHouse(),
    tracing,
    portOf: () => 0,
    now: Date.now,
    onDeploy: () => undefined,
  });
  const links = { fieldmarshal: 'http://127.0.0.1:1', mail: 'http://127.0.0.1:2', applications: [] };
  control = await startControl({ world, links, port: 0, now: Date.now });
});
afterEach(async () => {
  await call('DELETE', '/faults');
});
afterAll(async () => {
  await control.stop();
  await world.stop();
  await tracing.stop();
});

function call(method: string, path: string, body?: unknown): Promise<Response> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(`http://127.0.0.1:${control.port}${path}`, { method, ...(body === undefined ? {} : json) });
}

async function onNow(): Promise<string[]> {
  const { faults } = (await (await call('GET', '/faults')).json()) as { faults: { id: string }[] };
  return faults.map(({ id }) => id);
}

const search = { environment: 'eu-prod', product: 'search' };

describe('the fault API', () => {
  it('switches on with defaults, replaces, lists, and switches off', async () => {
    const first = await call('POST', '/faults', { ...search, fault: 'errors' });
    expect([first.status, await first.json()]).toEqual([
      201,
      expect.objectContaining({
        id: 'eu-prod.search.errors',
        rate: 0.5,
        notice: descriptions.errors.noticed,
      }),
    ]);
    await call('POST', '/faults', { ...search, fault: 'errors', rate: 0.1 });
    await call('POST', '/faults', { ...search, fault: 'hang' });
    expect(await onNow()).toEqual(['eu-prod.search.errors', 'eu-prod.search.hang']);
    expect((await call('DELETE', '/faults/eu-prod.search.errors')).status).toBe(204);
    expect(await onNow()).toEqual(['eu-prod.search.hang']);
    expect((await call('DELETE', '/faults/eu-prod.search.errors')).status).toBe(404);
    expect((await call('DELETE', '/faults')).status).toBe(204);
    expect(await onNow()).toEqual([]);
  });

  it.each([
    [{ ...search, fault: 'errors', rate: 2 }, 'rate'],
    [{ ...search, fault: 'sabotage' }, 'fault'],
    [{ ...search, fault: 'hang', ms: 5 }, 'body'],
    [{ environment: 'moon', product: 'search', fault: 'hang' }, 'environment'],
    [{ ...search, fault: 'queue-lag' }, 'product: has no queue'],
    [{ ...search, fault: 'memory-growth', megabytes: 4000 }, 'megabytes'],
  ])('refuses %j by the name of the field, and changes nothing', async (body, named) => {
    const answer = await call('POST', '/faults', body);
    const { error } = (await answer.json()) as { error: string };
    expect(answer.status).toBe(400);
    expect(error).toContain(named);
    expect(await onNow()).toEqual([]);
  });

  it('refuses what is not JSON, what is not there, and pages of other sites', async () => {
    const url = `http://127.0.0.1:${control.port}/faults`;
    expect((await fetch(url, { method: 'POST', body: '{' })).status).toBe(400);
    expect((await call('GET', '/elsewhere')).status).toBe(404);
    const headers = { origin: 'http://elsewhere.example' };
    expect((await fetch(url, { method: 'POST', body: '{}', headers })).status).toBe(403);
    const rebound = await new Promise<number | undefined>((resolve) => {
      request(url, { headers: { host: 'rebound.example' } }, (res) => resolve(res.resume().statusCode)).end();
    });
    expect(rebound).toBe(403);
  });
});

describe('the fault page', () => {
  it('offers every kind, says what is noticed, and what is not from an environment without a line out', async () => {
    const empty = await (await call('GET', '/')).text();
    expect(empty).toContain('Nothing. All 36 products');
    for (const kind of faultKinds) expect(empty).toContain(`<option value="${kind}">`);
    const form = new URLSearchParams({ environment: 'field-1', product: 'maps', fault: 'latency' });
    const answer = await fetch(`http://127.0.0.1:${control.port}/faults`, { method: 'POST', body: form });
    const page = await answer.text();
    expect(page).toContain('Slowness is on for maps in field-1.');
    expect(page).toContain('Nothing arrives: field-1 has no line out');
    expect(page).toContain('action="/faults/field-1.maps.latency/off"');
    const off = new URLSearchParams();
    await fetch(`http://127.0.0.1:${control.port}/faults/field-1.maps.latency/off`, {
      method: 'POST',
      body: off,
    });
    expect(await onNow()).toEqual([]);
  });
});
