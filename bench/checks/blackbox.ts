import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilOk } from '../subject.ts';

export interface Blackbox {
  readonly pid: number;
  /** One probe; throws where it did not succeed. */
  probe(url: string): Promise<void>;
  stop(): Promise<void>;
}

const config = 'modules:\n  http: { prober: http, timeout: 5s, http: { preferred_ip_protocol: ip4 } }\n';

/** Debian's exporter on one core, a new connection for each probe; null where it is not installed. */
export async function startBlackbox(): Promise<Blackbox | null> {
  const binary = find('prometheus-blackbox-exporter');
  if (binary === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'fm-bench-blackbox-'));
  const port = await freePort();
  writeFileSync(join(folder, 'blackbox.yml'), config);
  const child = spawn(
    binary,
    [`--config.file=${folder}/blackbox.yml`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
    { stdio: 'ignore', env: { ...process.env, GOMAXPROCS: '1' } },
  );
  await untilOk(`http://127.0.0.1:${port}/-/healthy`);
  const agent = new Agent({ keepAlive: true });
  return {
    pid: child.pid ?? 0,
    probe: async (url) => {
      const path = `/probe?module=http&target=${encodeURIComponent(url)}`;
      const text = await read({ host: '127.0.0.1', port, path, agent });
      if (!/^probe_success 1$/m.test(text)) throw new Error(`the exporter could not probe ${url}`);
    },
    stop: async () => {
      agent.destroy();
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function find(name: string): string | null {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

function read(options: { host: string; port: number; path: string; agent: Agent }): Promise<string> {
  return new Promise((resolve, reject) => {
    get(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}
