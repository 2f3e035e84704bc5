import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { prometheusConfiguration } from '../prometheus/configuration.ts';
import { places, takenPorts } from './free-ports.ts';
import { keysOf } from './keys.ts';
import { startTethered } from './tether.ts';

const directories: string[] = [];
function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'demo-test-'));
  directories.push(made);
  return made;
}
afterEach(() => {
  for (const made of directories.splice(0)) rmSync(made, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const program = { command: process.execPath, directory: tmpdir(), environment: {} };
const stayAwake = 'console.log(process.pid); setInterval(() => {}, 1000);';

describe.skipIf(process.platform === 'win32')('a tethered program', () => {
  it('ends when it is stopped, also when it does not listen to SIGTERM', async () => {
    const pids: number[] = [];
    const start = (code: string) =>
      startTethered({ ...program, arguments: ['-e', code], onLine: (line) => pids.push(Number(line)) });
    const obedient = start(stayAwake);
    const deaf = start(`process.on('SIGTERM', () => {}); ${stayAwake}`);
    await vi.waitFor(() => expect(pids).toHaveLength(2), 10_000);
    await Promise.all([obedient.stop(), deaf.stop()]);
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]));
  }, 20_000);

  it('says how it ended and its last words', async () => {
    const failing = startTethered({
      ...program,
      arguments: ['-e', 'console.error("no disk"); process.exit(3)'],
    });
    expect(await failing.ended).toBe(3);
    await vi.waitFor(() => expect(failing.lastWords()).toBe('no disk'));
  });

  it('ends with us, also by kill -9', async () => {
    const script = join(directory(), 'parent.ts');
    writeFileSync(
      script,
      `import { startTethered } from ${JSON.stringify(join(import.meta.dirname, 'tether.ts'))};
       startTethered({ command: process.execPath, arguments: ['-e', ${JSON.stringify(stayAwake)}], directory: '/',
         environment: {}, onLine: (line) => console.log(line) });`,
    );
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const child = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    expect(isAlive(child)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(child)).toBe(false), 10_000);
  }, 20_000);
});

describe('the start', () => {
  it('names a port that is taken and what for', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => {
        const address = holder.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    expect(await takenPorts([{ port, what: 'the fault page' }])).toContain(
      `Port ${port} is taken; the demo needs it for the fault page.`,
    );
    await new Promise((resolve) => {
      holder.close(resolve);
    });
    expect(await takenPorts([{ port, what: 'the fault page' }])).toBeNull();
  });

  it('gives every listener a port of its own', () => {
    const wanted = places().map(({ port }) => port);
    expect(wanted).toHaveLength(5 + 6 + 36);
    expect(new Set(wanted).size).toBe(wanted.length);
  });

  it('makes keys once for a data directory, readable by the owner only', () => {
    const data = directory();
    const keys = keysOf(data);
    expect(keysOf(data)).toEqual(keys);
    expect(keys.token).toMatch(/^fm_[\w-]{32}$/);
    expect(statSync(join(data, 'demo-keys.json')).mode & 0o077).toBe(0);
  });

  it('points Prometheus at our Alertmanager API and labels each product', () => {
    const targets = [{ product: 'maps', environment: 'eu-prod', port: 4707 }];
    const receiver = { address: '127.0.0.1:4600', pathPrefix: '/intake/k/KEY/alertmanager' };
    expect(parse(prometheusConfiguration(targets, receiver))).toMatchObject({
      alerting: { alertmanagers: [{ api_version: 'v2', path_prefix: '/intake/k/KEY/alertmanager' }] },
      scrape_configs: [
        {
          job_name: 'products',
          static_configs: [
            { targets: ['127.0.0.1:4707'], labels: { product: 'maps', environment: 'eu-prod' } },
          ],
        },
      ],
    });
  });
});
