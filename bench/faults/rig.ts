import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../server/src/platform/db/embedded/index.ts';
import { applyTo, freePort, intakePath, launch, untilOk } from '../subject.ts';
import { openProxy, type Proxy } from './proxy.ts';
import { openSink, type Arrival, type Sink } from './sink.ts';

export interface Node {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it with kill -9. */
  kill(): Promise<void>;
  /** Starts it again after that, on the same port and data. */
  again(): Promise<Node>;
}

/** Servers in processes of their own over one PostgreSQL, and a receiver of pages. */
export interface Rig {
  readonly nodes: Node[];
  readonly sink: Sink;
  /** Where pages are counted: the receiver of webhooks, or what was given. */
  readonly counted: { readonly arrivals: readonly Arrival[] };
  readonly proxy: Proxy;
  /** One more node of this version over the same database. */
  addNode(): Promise<Node>;
  intakes(): string[];
  /** A signal to PostgreSQL and all its processes. */
  signalDatabase(signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

interface Options {
  /** Variables of each node; one node without any when left out. */
  readonly nodes?: readonly Readonly<Record<string, string>>[];
  /** Where the database is; a fresh folder when left out. */
  readonly folder?: string;
  readonly rules?: (sink: string) => string;
  /** Another receiver of pages, whose arrivals count. */
  readonly sink?: { readonly arrivals: readonly Arrival[]; close(): Promise<void> };
  /** The command of another version; the first nodes run it. */
  readonly program?: string;
}

export async function startRig({
  nodes: variables = [{}],
  folder: given,
  rules = pageEach,
  sink: other,
  program,
}: Options = {}): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'fm-faults-'));
  const dataDir = join(given ?? folder, 'db');
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const { host, user, database } = postgres.connection;
  const proxy = await openProxy(join(host, '.s.PGSQL.5432'));
  const databaseUrl = `postgres://${user}@127.0.0.1:${proxy.port}/${database}`;
  const sink = await openSink();
  const nodes: Node[] = [];
  for (const [index, extra] of variables.entries())
    nodes.push(
      await startNode(
        { dataDir: join(folder, String(index)), program },
        { DATABASE_URL: databaseUrl, ...extra },
      ),
    );
  const rig: Rig = {
    nodes,
    sink,
    counted: other ?? sink,
    proxy,
    addNode: async () => startNode({ dataDir: join(folder, 'added') }, { DATABASE_URL: databaseUrl }),
    intakes: () => nodes.map(({ url }) => url + intakePath),
    signalDatabase: (signal) => signalTree(Number(readPid(dataDir)), signal),
    close: async () => {
      for (const { child } of nodes) child.kill('SIGKILL');
      proxy.close();
      await Promise.all([postgres.stop(), sink.close(), other?.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await applyTo(nodes[0]?.url ?? '', rules(sink.url));
  return rig;
}

function readPid(dataDir: string): string {
  return execFileSync('head', ['-1', join(dataDir, 'postgresql', 'postmaster.pid')], {
    encoding: 'utf8',
  }).trim();
}

function signalTree(pid: number, signal: NodeJS.Signals): void {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).split(
    '\n',
  );
  for (const each of [pid, ...children.map(Number).filter((child) => child > 0)]) {
    try {
      process.kill(each, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

export async function startNode(
  where: { readonly dataDir: string; readonly program?: string | undefined; readonly port?: number },
  variables: Readonly<Record<string, string>>,
): Promise<Node> {
  const { dataDir, program } = where;
  const own = where.port ?? (await freePort());
  const url = `http://127.0.0.1:${own}`;
  const quiet = { FIELDMARSHAL_LOG_LEVEL: 'silent', FIELDMARSHAL_EMBEDDED_RUNNER: 'false' };
  const child = launch(dataDir, own, {
    ...quiet,
    ...variables,
    ...(program === undefined ? {} : { program }),
  });
  await untilOk(`${url}/readyz`).catch((error: unknown) => {
    // It would go on trying, and slow down what is measured next.
    child.kill('SIGKILL');
    throw error;
  });
  return {
    url,
    child,
    kill: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null)
        await new Promise((resolve) => child.once('exit', resolve));
    },
    again: async () => startNode({ ...where, port: own }, variables),
  };
}

/** One incident and one page by webhook for each alert. */
export function pageEach(sink: string): string {
  return pageBench(
    `spec: { email: bench@example.org, contactMethods: [{ channel: webhook, url: "${sink}" }] }`,
  );
}

/** One incident for each alert, and one page of it to a person of this spec (a line of YAML). */
export function pageBench(person: string): string {
  return `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: bench }
${person}
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: bench }
spec: { default: true, repeat: 0, steps: [{ targets: [{ person: bench }], minutes: 60 }] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: bench }
spec: { groupBy: ["..."], escalationPolicy: bench }
`;
}

/** The version of the program's clock library, or null: Debian's libfaketime. */
export async function faketime(): Promise<string | null> {
  const paths = [
    '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
    '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  ];
  for (const path of paths)
    if (
      await readFile(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  return null;
}
