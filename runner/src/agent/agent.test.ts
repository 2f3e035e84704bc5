import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCounter, type Counter } from '../testing/counter.ts';
import { monitorOrders, orderFor } from '../testing/orders.ts';

let directory: string;
let counter: Counter;
let child: ChildProcess | null = null;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-agent-'));
  counter = await startCounter();
});
afterEach(async () => {
  if (child) await kill();
  await counter.close();
  rmSync(directory, { recursive: true, force: true });
});

function start(): void {
  const program = join(import.meta.dirname, '../testing/agent-process.ts');
  child = spawn(process.execPath, [program, counter.url, directory], { stdio: 'ignore' });
}

async function kill(): Promise<void> {
  const dying = child;
  child = null;
  if (dying?.exitCode !== null || !dying.kill('SIGKILL')) return;
  await once(dying, 'close');
}

const spooled = (): string[] => {
  try {
    return readdirSync(join(directory, 'spool')).filter((name) => !name.endsWith('.part'));
  } catch {
    return [];
  }
};
const isSafe = (id: string): boolean =>
  counter.reports.has(id) || spooled().some((name) => name.endsWith(id));
const soon = { timeout: 50_000, interval: 20 };

test('cut off and killed again and again: every run is taken once, in the order in which they ended', async () => {
  const ids: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const orders = monitorOrders(40);
    ids.push(...orders.map(({ id }) => id));
    counter.orders.push(...orders);
    start();
    await vi.waitFor(() => expect(counter.orders).toEqual([]), soon);
    counter.isAway = true;
    await vi.waitFor(() => expect(ids.filter((id) => !isSafe(id))).toEqual([]), soon);
    await kill();
    counter.disconnect();
    counter.isAway = false;
  }
  start();
  await counter.untilTaken(ids.length);
  expect(counter.taken).toEqual(ids);
  await vi.waitFor(() => expect(spooled()).toEqual([]), soon);
});

test('an answer that is lost on the way costs a delivery and doubles nothing', async () => {
  const orders = monitorOrders(10);
  counter.answersLost = 2;
  counter.orders.push(...orders);
  start();
  await counter.untilTaken(10);
  await vi.waitFor(() => expect(spooled()).toEqual([]), soon);
  expect(counter.taken).toEqual(orders.map(({ id }) => id));
  expect(counter.deliveries).toBeGreaterThanOrEqual(3);
});

test('an order whose bundle the server has no more is told as the fault of the check', async () => {
  const order = orderFor(['a.spec.ts', 'a']);
  counter.orders.push({ ...order, bundle: { project: 'shop', digest: 'f'.repeat(64), bytes: 1 } });
  start();
  await counter.untilTaken(1);
  expect(counter.reports.get(order.id)).toMatchObject({ verdict: 'failed', fault: { class: 'test' } });
});
