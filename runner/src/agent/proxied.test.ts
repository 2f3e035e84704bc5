import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCounter, type Counter } from '../testing/counter.ts';
import { monitorOrders } from '../testing/orders.ts';
import { startProxy, type Proxy } from '../testing/proxy.ts';

let directory: string;
let counter: Counter;
let proxy: Proxy;
let child: ChildProcess | null = null;
let said = '';
const soon = { timeout: 50_000, interval: 20 };

beforeEach(async () => {
  said = '';
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-proxied-'));
  counter = await startCounter();
  proxy = await startProxy(Number(new URL(counter.url).port));
});
afterEach(async () => {
  await kill();
  await proxy.close();
  await counter.close();
  rmSync(directory, { recursive: true, force: true });
});

async function kill(): Promise<void> {
  const dying = child;
  child = null;
  if (dying?.exitCode === null && dying.kill('SIGKILL')) await once(dying, 'close');
}

/** A runner that reaches its server by a name that the proxy alone knows. */
function start(through: string): void {
  const program = join(import.meta.dirname, '../testing/agent-process.ts');
  const url = `http://${proxy.name}:80`;
  child = spawn(process.execPath, [program, url, directory], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: through, HTTPS_PROXY: through, NO_PROXY: '' },
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
}

const spooled = (): number => {
  try {
    return readdirSync(join(directory, 'spool')).filter((name) => !name.endsWith('.part')).length;
  } catch {
    return 0;
  }
};

test('a runner works through a proxy that asks for a password, and in no other way', async () => {
  const orders = monitorOrders(20);
  counter.orders.push(...orders);
  start(proxy.url);
  await counter.untilTaken(20);
  expect(counter.taken).toEqual(orders.map(({ id }) => id));
  expect(proxy.passed).toBeGreaterThan(0);
  expect(proxy.turnedAway).toBe(0);
});

test('what ended is kept over a kill while the proxy shows a page of its own, and delivered once and in order when it lets through again', async () => {
  const orders = monitorOrders(20);
  counter.orders.push(...orders);
  counter.pagesInstead.push(
    ...Array.from({ length: 1_000 }, (_, index) => [502, 503, 403, 404][index % 4] ?? 502),
  );
  start(proxy.url);
  await vi.waitFor(() => expect(spooled()).toBe(20), soon);
  await kill();
  proxy.page = 502;
  counter.disconnect();
  counter.pagesInstead.length = 0;
  said = '';
  start(proxy.url);
  await vi.waitFor(() => expect(said).toMatch(/The server is away/), soon);
  expect([counter.taken, spooled()]).toEqual([[], 20]);
  proxy.page = null;
  await counter.untilTaken(20);
  expect(counter.taken).toEqual(orders.map(({ id }) => id));
  await vi.waitFor(() => expect(spooled()).toBe(0), soon);
});

test('with another password nothing gets through, and the runner says that it is the proxy', async () => {
  counter.orders.push(...monitorOrders(1));
  start(proxy.url.replace('s3cret', 'guess'));
  await vi.waitFor(() => expect(said).toMatch(/407|proxy/i), soon);
  expect(said).not.toContain('guess');
  expect([proxy.passed, counter.taken]).toEqual([0, []]);
});
