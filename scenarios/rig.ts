import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer, type Server as NetServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { quickFolder } from '../server/src/testing/quick-folder.ts';

const cli = new URL('../cli/bin/fieldmarshal.js', import.meta.url).pathname;
export const token = 'fm_scenario_token_0123456789abcdef';
export const intakeKey = 'fmi_scenario_key_0123456789abcdef';

/** A whole server in a process of its own, on a data directory of its own. */
export interface Server {
  readonly url: string;
  /** The Alertmanager-compatible address. */
  readonly intake: string;
  readonly dataDir: string;
  /** Of its process, as it runs now. */
  pid(): number | undefined;
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  apply(yaml: string): Promise<void>;
  /** A connection to its own database, for what no request can do, such as letting time pass; whoever takes it ends it. */
  database(): Promise<pg.Client>;
  /** kill -9, with everything it started when `withDatabase`. */
  kill(withDatabase: boolean): Promise<void>;
  /** SIGTERM, as a service manager stops it: the code it ends with, and what it has logged since its start. */
  stop(): Promise<{ readonly code: number | null; readonly log: string }>;
  /** Sends a signal to the server alone, e.g. SIGSTOP: it stands still, its connections stay open. */
  signal(name: NodeJS.Signals): void;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  end(): Promise<void>;
}

interface ServerOptions {
  /** Variables beyond the scenario's own; `null` removes one. */
  readonly env?: Record<string, string | null>;
}

export async function startServer({ env = {} }: ServerOptions = {}): Promise<Server> {
  const dataDir = await mkdtemp(join(await quickFolder(), `fm-test-${process.pid}-`));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = variablesWith(env);
  let errors: string[] = [];
  const launch = async (): Promise<ChildProcess> => {
    errors = [];
    const child = spawn(process.execPath, [cli, 'serve', '--data', dataDir, '--port', String(port)], {
      env: variables,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => errors.push(String(chunk)));
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the server ended: ${errors.join('')}`);
      return fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
    });
    return child;
  };
  let child = await launch();
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    // The caller names what the contract promises for this path.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return JSON.parse(text) as T;
  };
  return {
    url,
    intake: `${url}/intake/k/${intakeKey}/alertmanager`,
    dataDir,
    pid: () => child.pid,
    api,
    apply: async (text) => {
      await api('POST', '/catalog/apply', { files: [{ path: 'scenario.yaml', text }] });
    },
    database: async () => databaseOf(dataDir),
    kill: async (withDatabase) => {
      const postmaster = withDatabase ? Number((await postmasterOf(dataDir))[0]) : null;
      await ended(child, 'SIGKILL');
      if (postmaster !== null) killTree(postmaster);
    },
    stop: async () => {
      await ended(child, 'SIGTERM');
      return { code: child.exitCode, log: errors.join('') };
    },
    signal: (name) => void child.kill(name),
    restart: async () => {
      child = await launch();
    },
    end: async () => {
      await ended(child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function variablesWith(env: Readonly<Record<string, string | null>>): Record<string, string> {
  const all = {
    ...process.env,
    FIELDMARSHAL_BOOTSTRAP_TOKEN: token,
    FIELDMARSHAL_BOOTSTRAP_INTAKE_KEY: intakeKey,
    FIELDMARSHAL_ALLOW_PRIVATE_ADDRESSES: 'true',
    DATABASE_URL: null,
    ...env,
  };
  const given = Object.entries(all);
  return Object.fromEntries(
    given.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]])),
  );
}

/** What PostgreSQL writes of itself: its process first, the directory of its socket fifth. */
async function postmasterOf(dataDir: string): Promise<string[]> {
  return (await readFile(join(dataDir, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n');
}

async function databaseOf(dataDir: string): Promise<pg.Client> {
  const host = (await postmasterOf(dataDir))[4] ?? '';
  const client = new pg.Client({ host, port: 5432, user: 'fieldmarshal', database: 'fieldmarshal' });
  await client.connect();
  return client;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}

/** The postmaster leads its own process group, so this is every PostgreSQL process at once. */
function killTree(postmaster: number): void {
  try {
    process.kill(-postmaster, 'SIGKILL');
  } catch {
    process.kill(postmaster, 'SIGKILL');
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function portOf(server: NetServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}

/** Waits for something to become true; fails with what was seen last when it does not within the limit. */
export async function until(check: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < limitMs) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`did not happen within ${limitMs} ms: ${check.toString()}`);
}

/** A real webhook receiver that keeps what it got. */
export interface Receiver {
  readonly url: string;
  readonly received: { readonly id: string; readonly body: string }[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: { id: string; body: string }[] = [];
  const server = createHttpServer((request, response) => {
    const keep = async (): Promise<void> => {
      received.push({ id: String(request.headers['webhook-id']), body: await bodyOf(request) });
      response.end();
    };
    void keep();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: string[] = [];
  for await (const part of request) parts.push(String(part));
  return parts.join('');
}

/** One person on duty who is paged at a webhook, and routes as asked. */
export function onDuty(webhook: string, route = ''): string {
  return `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@example.org, roles: [field-marshal], contactMethods: [{ channel: webhook, url: "${webhook}" }] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: duty }
spec: { default: true, steps: [{ targets: [{ person: mira }], minutes: 60 }] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: everything }
spec: { escalationPolicy: duty${route} }
`;
}

export function alertsOf(names: readonly string[], extra: Record<string, string> = {}): unknown[] {
  return names.map((name) => ({
    labels: { alertname: name, severity: 'critical', ...extra },
    annotations: { summary: `${name} is broken` },
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  }));
}

export async function postAlerts(server: Server, alerts: readonly unknown[]): Promise<number> {
  const response = await fetch(`${server.intake}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  await response.arrayBuffer();
  return response.status;
}
