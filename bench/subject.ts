import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const bootstrapToken = 'fm_bench_token_0123456789abcdef';
export const intakeKey = 'fmi_bench_key_0123456789abcdef';
export const intakePath = `/intake/k/${intakeKey}/alertmanager/api/v2/alerts`;
const cli = new URL('../cli/bin/fieldmarshal.js', import.meta.url).pathname;

/** A Fieldmarshal in a process of its own, on a fresh data directory. */
export interface Subject {
  readonly url: string;
  readonly dataDir: string;
  readonly port: number;
  /** Path of the Alertmanager-compatible intake, e.g. `/intake/k/…/alertmanager/api/v2/alerts`. */
  readonly intakePath: string;
  /** The server's and the postmaster's process ids, for CPU figures. */
  pids(): string;
  apply(yaml: string): Promise<void>;
  /** Ends it; its data is removed unless `keepData`. */
  stop(options?: { keepData: boolean }): Promise<void>;
  /** Removes the data of one that has ended by itself. */
  forget(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a TCP server's address
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The command and environment that start the subject again on the same data. */
export function startCommand(dataDir: string, port: number): { argv: string[]; env: Record<string, string> } {
  return {
    argv: [process.execPath, cli, 'serve', '--data', dataDir, '--port', String(port)],
    env: {
      FIELDMARSHAL_BOOTSTRAP_TOKEN: bootstrapToken,
      FIELDMARSHAL_BOOTSTRAP_INTAKE_KEY: intakeKey,
      FIELDMARSHAL_ALLOW_PRIVATE_ADDRESSES: 'true',
    },
  };
}

/** Starts it on a data directory, new or not, with variables of its own beside those of {@link startCommand}; `program` in place of this version. */
export function launch(
  dataDir: string,
  port: number,
  { program, ...variables }: Readonly<Record<string, string>> & { readonly program?: string } = {},
): ChildProcess {
  const { argv, env } = startCommand(dataDir, port);
  const [node = '', own = '', ...rest] = argv;
  return spawn(node, [program ?? own, ...rest], {
    env: { ...process.env, ...env, ...variables },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Milliseconds until `url` answers 200. */
export async function untilOk(url: string, timeoutMs = 60_000): Promise<number> {
  const start = performance.now();
  let last = 'nothing';
  while (performance.now() - start < timeoutMs) {
    const ok = await fetch(url, { redirect: 'manual' }).then(
      async (response) => {
        last = `${response.status} ${(await response.text()).slice(0, 500)}`;
        return response.status === 200;
      },
      (error: unknown) => {
        last = String(error);
        return false;
      },
    );
    if (ok) return performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${url} did not answer 200 within ${timeoutMs} ms, last: ${last}`);
}

export async function startSubject(): Promise<Subject> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fm-bench-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = launch(dataDir, port);
  await untilOk(`${url}/readyz`);
  return {
    url,
    dataDir,
    port,
    intakePath,
    pids: () => `${child.pid ?? 0},${postmasterPid(dataDir)}`,
    apply: async (yaml) => applyTo(url, yaml),
    stop: async (options) => {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      if (options?.keepData !== true) await rm(dataDir, { recursive: true, force: true });
    },
    forget: async () => rm(dataDir, { recursive: true, force: true }),
  };
}

function postmasterPid(dataDir: string): number {
  return Number(
    execFileSync('head', ['-1', join(dataDir, 'postgresql', 'postmaster.pid')], { encoding: 'utf8' }).trim(),
  );
}

/** Makes the catalog of a server be as this says. */
export async function applyTo(url: string, yaml: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/catalog/apply`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bootstrapToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ path: 'bench.yaml', text: yaml }], dryRun: false }),
  });
  if (!response.ok) throw new Error(`apply: ${response.status} ${await response.text()}`);
}
