import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NewRunReport } from '@fieldmarshal/contract/checks';
import { counterToken, startCounter, type Counter } from '../testing/counter.ts';
import { runnerClient } from './client.ts';
import { startDelivery, type Delivery } from './deliver.ts';
import { openSpool, type Spool } from './spool.ts';

let directory: string;
let counter: Counter;
let spool: Spool;
let delivery: Delivery | null = null;
const said: string[] = [];
const soon = { timeout: 20_000, interval: 10 };

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-deliver-'));
  counter = await startCounter();
  spool = openSpool(join(directory, 'spool'));
  said.length = 0;
});
afterEach(async () => {
  counter.release();
  await delivery?.stop();
  await counter.close();
  rmSync(directory, { recursive: true, force: true });
});

function start(): Delivery {
  const client = runnerClient({ url: counter.url, token: counterToken });
  delivery = startDelivery({ client, spool }, (words) => said.push(words));
  return delivery;
}

function add(text?: string, more: Partial<NewRunReport> = {}): string {
  const id = randomUUID();
  const bytes = Buffer.from(text ?? '');
  const announced = {
    name: 'log.txt',
    kind: 'log' as const,
    contentType: 'text/plain',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const report = {
    id,
    attempt: 1,
    startedAt: '2026-11-26T00:00:00Z',
    durationMs: 1,
    verdict: 'failed',
  } as const;
  spool.add({ ...report, ...more }, text === undefined ? [] : [{ announced, bytes }]);
  return id;
}

test('a page of a proxy that says 404 or 400 loses no result', async () => {
  const ids = [add(), add(), add()];
  counter.pagesInstead.push(404, 400);
  start();
  await counter.untilTaken(3);
  expect(counter.taken).toEqual(ids);
  expect(counter.pagesInstead).toEqual([]);
  expect(said[0]).toContain('Results wait to be sent: 404');
});

test('a large upload on its way holds up no verdict', async () => {
  counter.holdsArtefacts = true;
  const first = add('a video');
  const running = start();
  await vi.waitFor(() => expect(counter.artefactsBegun).toBe(1), soon);
  const second = add();
  running.wake();
  await counter.untilTaken(2);
  expect(counter.taken).toEqual([first, second]);
  expect(counter.artefacts.size).toBe(0);
  counter.release();
  await vi.waitFor(() => expect(spool.nextArtefact()).toBeNull(), soon);
  expect([...counter.artefacts.keys()]).toEqual([`${first}/log.txt`]);
});

test('a result that is too much for what stands between goes without its steps, and the others whole', async () => {
  counter.bodyBytesMax = 20_000;
  const console = Array.from({ length: 100 }, (_, atMs) => ({
    atMs,
    level: 'error' as const,
    text: 'x'.repeat(500),
  }));
  const ids = [add(), add(undefined, { console, error: { message: 'It was 502.' } }), add()];
  start();
  await counter.untilTaken(3);
  expect(counter.taken).toEqual(ids);
  const large = counter.reports.get(ids[1] ?? '');
  expect(large).toMatchObject({ verdict: 'failed', error: { message: 'It was 502.' }, console: [] });
  expect(large?.cut?.join()).toContain('more than is taken at once');
});
