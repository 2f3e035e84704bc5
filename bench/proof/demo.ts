import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ports } from '../../demo/ports.ts';
import { fieldmarshalUrl, type Reached } from '../../demo/starter/fieldmarshal.ts';

const root = new URL('../..', import.meta.url).pathname;
const startsWithinMs = 120_000;

/** The running demo, as somebody with its admin token sees it. */
export interface Demo {
  /** Asks the API of Fieldmarshal; throws what it refuses. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Sends bytes to its API, as a bundle is sent. */
  send(path: string, bytes: Uint8Array): Promise<void>;
  /** What the `fieldmarshal` command needs. */
  readonly reached: Reached;
  /** Asks the API that switches faults. */
  control(method: string, path: string, body?: unknown): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on an empty data directory. Throws its own words where it does not start. */
export async function startDemo(): Promise<Demo> {
  const data = mkdtempSync(join(tmpdir(), 'fm-proof-'));
  const child = spawn(process.execPath, ['--max-semi-space-size=2', join(root, 'demo/start.ts')], {
    cwd: root,
    env: { ...process.env, DEMO_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  const listen = (chunk: Buffer): void => {
    words = `${words}${String(chunk)}`.slice(-20_000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const limit = performance.now() + startsWithinMs;
  while (!words.includes('1 Sign in')) {
    if (child.exitCode !== null || performance.now() > limit)
      throw new Error(`the demo did not start: ${words}`);
    await sleep(200);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the file is the demo's own
  const keys = JSON.parse(readFileSync(join(data, 'demo-keys.json'), 'utf8')) as Reached['keys'];
  const { token } = keys;
  const apiUrl = `${fieldmarshalUrl}/api/v1`;
  return {
    reached: { url: fieldmarshalUrl, keys },
    api: async (method, path, body) => ask(`${apiUrl}${path}`, { method, body, token }),
    send: async (path, bytes) => {
      const response = await fetch(`${apiUrl}${path}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/gzip' },
        body: Buffer.from(bytes),
      });
      if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${await response.text()}`);
    },
    control: async (method, path, body) =>
      void (await ask(`http://127.0.0.1:${ports.control}${path}`, { method, body })),
    stop: async () => {
      const ended = new Promise((resolve) => void child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

interface Asked {
  readonly method: string;
  readonly body: unknown;
  readonly token?: string;
}

async function ask<T>(url: string, { method, body, token }: Asked): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names what the contract promises for this path
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
