import { kinds } from '@fieldmarshal/contract/catalog';
import { order, type MonitorProbe } from '@fieldmarshal/contract/checks';
import { runMonitor } from '@fieldmarshal/runner/monitors';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fault, type FaultKind } from './faults/fault.ts';
import { readCatalog, readHouse } from './house.ts';
import { productNames, productPort, type ProductName } from './ports.ts';
import { startTracing, type Tracing } from './products/tracing.ts';
import { startWorld, type World } from './products/world.ts';

const monitors = readCatalog()
  .filter(({ kind }) => kind === 'Check')
  .map(({ metadata, spec }) => ({ name: metadata.name, spec: kinds.Check.parse(spec) }));
const connected = ['eu-prod', 'us-prod'] as const;

let tracing: Tracing;
let world: World;

beforeAll(async () => {
  tracing = startTracing([]);
  const onDeploy = (): void => undefined;
  world = await startWorld({ house: readHouse(), tracing, portOf: () => 0, now: Date.now, onDeploy });
});
afterEach(async () => {
  await Promise.all(world.faults().map(({ id }) => world.clear(id)));
});
afterAll(async () => {
  await world.stop();
  await tracing.stop();
});

function monitorOf(product: ProductName) {
  const found = monitors.find(({ spec }) => spec.products.includes(product));
  if (found?.spec.probe.type !== 'http') throw new Error(`${product} has no HTTP monitor.`);
  return { ...found, probe: found.spec.probe };
}

/** As the server would order it, at the port where the product listens here. */
async function look(product: ProductName) {
  const { name, spec, probe } = monitorOf(product);
  const port = String(world.environments['eu-prod'].portOf(product));
  const filled: MonitorProbe = { ...probe, url: probe.url.replace('{{port}}', port) };
  const given = order.parse({
    id: '0198c000-0000-7000-8000-000000000000',
    attempt: 1,
    leaseMs: 1_000,
    check: name,
    environment: 'eu-prod',
    place: 'here',
    dueAt: '2026-11-26T00:00:00Z',
    timeoutMs: spec.timeoutSeconds * 1_000,
    retries: 0,
    probe: filled,
    bundle: null,
    variables: {},
    secrets: {},
    urlPatterns: [],
    privateRanges: ['127.0.0.0/8'],
  });
  return runMonitor(given, new AbortController().signal);
}

async function breakIt(product: ProductName, kind: FaultKind): Promise<void> {
  await world.set(fault.parse({ environment: 'eu-prod', product, fault: kind }));
}

describe('the monitors of the demo', () => {
  test('look at every product in both connected environments, where it listens', () => {
    const looked = monitors.flatMap(({ spec: { products, environments } }) =>
      environments.map(
        ({ environment, variables }) => `${products.join()} ${environment} ${variables['port']}`,
      ),
    );
    const wanted = productNames.flatMap((product) =>
      connected.map((environment) => `${product} ${environment} ${productPort(environment, product)}`),
    );
    expect(new Set(looked)).toEqual(new Set(wanted));
    expect(looked).toHaveLength(wanted.length);
  });

  test.each(productNames)('%s passes while nothing is wrong, twice', async (product) => {
    for (let time = 0; time < 2; time += 1)
      expect(await look(product)).toMatchObject({ verdict: 'passed', fault: null });
  });

  const slow = [['gateway', 'latency'] as const, ['maps', 'latency'] as const];
  const bad = productNames.flatMap((product) =>
    (['wrong-data', 'crash'] as const).map((kind) => [product, kind] as const),
  );
  test.each([...bad, ...slow])('%s with %s fails by the fault of the product', async (product, kind) => {
    // A list that is empty cannot be wrong: people have used it before.
    await fill();
    await breakIt(product, kind);
    expect(await look(product)).toMatchObject({ verdict: 'failed', fault: { class: 'product' } });
  });
});

/** What people leave behind in a day. */
async function fill(): Promise<void> {
  const { portOf } = world.environments['eu-prod'];
  const ask = async (product: ProductName, operation: string, input: object) =>
    fetch(`http://127.0.0.1:${portOf(product)}/${operation}`, {
      method: 'POST',
      body: JSON.stringify(input),
    });
  await ask('files', 'put', { case: 'reports', name: 'R-1', bytes: 1, person: 'rehearsal' });
  await ask('messages', 'send', { to: 'Rehearsal', about: 'rehearsal', text: 'Hello', person: 'rehearsal' });
}
