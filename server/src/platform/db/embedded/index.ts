/**
 * The PostgreSQL that Fieldmarshal brings along, run as a child process of the server (ADR 0002).
 * Call with the data directory locked (`platform/data-lock.ts`): two supervisors on one directory would fight.
 *
 * On disk, under `<dataDir>`: `postgresql/` the cluster, `run/` its socket (elsewhere when the path is too long or
 * closed to PostgreSQL's user), `log/postgresql.log` what it says, `postgresql.unfinished-*` an initdb that was killed.
 *
 * States of the cluster directory, met at every start:
 * - absent      No `postgresql/PG_VERSION`. → made beside it by initdb and renamed into place: whole or not there.
 * - at rest     No `postmaster.pid`: it was stopped in order, or just made. → launched.
 * - stale       `postmaster.pid` names no live postgres working in this directory: its pid is free, a zombie that
 *               nobody reaped, or another program's. Backends may have outlived it. → they are ended, lock files
 *               removed, launched; PostgreSQL replays its log.
 * - orphaned    A live postmaster of this directory: the server before us was killed, or died. → adopted when it runs
 *               the same programs with the same settings; else stopped in order and launched.
 *
 * States of the supervisor:
 * - starting    `startEmbeddedPostgres` is pending. Nothing may connect. Leaves: the first query was answered →
 *               serving; a fault a person must act on, or `signal` aborted → rejects, and what was launched is ended.
 * - serving     A postmaster we launched or adopted is believed alive; `postmasterPid` names it. A crashed backend does
 *               not leave this state (the postmaster starts over by itself, clients see lost connections).
 *               Leaves: the postmaster ended, whoever ended it → recovering; `stop()` → stopping.
 * - recovering  No database; `connection` stays valid for later. Listeners were told once, then the cluster directory
 *               is looked at afresh as above, after 50 ms, doubled at each failure up to 5 s, without end: a full disk
 *               becomes free some day. Leaves: a query was answered → serving; `stop()` → stopping.
 * - stopping    Waits are broken off. Fast: transactions are ended and a checkpoint written, within 2.5 s; then
 *               immediate, within 1 s; then killed. No commit is lost by any of them. Leaves: process gone → stopped.
 * - stopped     Final. Nothing of ours runs on the directory.
 *
 * A server that is killed leaves the postmaster running on purpose: the next start is then the fastest one.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaryPackage, prepareBinaries } from './binaries.ts';
import { databaseName, ensureCluster, userName, type Cluster } from './cluster.ts';
import { chooseEndpoint } from './endpoint.ts';
import { fileFault } from './faults.ts';
import { chooseIdentity } from './identity.ts';
import type { Plan } from './postmaster.ts';
import { baseSettings } from './settings.ts';
import { Supervisor } from './supervisor.ts';

/** A database that answers. `connection` stays the same across restarts of PostgreSQL; the other fields are of now. */
export interface EmbeddedPostgres {
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
    readonly password?: string;
  };
  readonly postmasterPid: number;
  /** Whether this postmaster was already running when we came. */
  readonly adopted: boolean;
  /** Ends it within five seconds and loses no commit. Default `fast`. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Called each time PostgreSQL ends by itself; it is being started again by then. */
  onExit(listener: (reason: string) => void): void;
}

interface Options {
  /** Made if absent. The cluster lives in its folder `postgresql`. */
  readonly dataDir: string;
  /** Server settings by name, over `baseSettings`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
  /** Breaks off the start; has no effect afterwards. */
  readonly signal?: AbortSignal;
}

/** Starts or adopts the PostgreSQL of a data directory. Throws an AppError with a sentence for the person who started us. */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  options.signal?.throwIfAborted();
  const plan = await makePlan(options);
  const supervisor = await Supervisor.start(plan, options.signal);
  const { host, port, password } = plan.endpoint;
  return {
    connection: {
      host,
      port,
      user: userName,
      database: databaseName,
      ...(password === null ? {} : { password }),
    },
    get postmasterPid() {
      return supervisor.postmaster.process.pid;
    },
    get adopted() {
      return supervisor.postmaster.adopted;
    },
    stop: (mode = 'fast') => supervisor.stop(mode),
    onExit: (listener) => supervisor.onExit(listener),
  };
}

async function makePlan(options: Options): Promise<Plan> {
  const { log } = options;
  const source = await findBinaryPackage();
  const dataDir = await makeDirectories(options.dataDir);
  const clusterDir = join(dataDir, 'postgresql');
  const identity = await chooseIdentity(dataDir, clusterDir);
  const cluster: Cluster = { dir: clusterDir, logPath: join(dataDir, 'log', 'postgresql.log'), identity };
  const places = identity.drop === null ? [dataDir] : ['/var/lib/fieldmarshal', dataDir];
  const binaries = await prepareBinaries(source, { identity, places, log });
  const endpoint = await chooseEndpoint(dataDir, identity);
  await ensureCluster(cluster, { binaries, password: endpoint.password, log });
  return { cluster, binaries, endpoint, settings: { ...baseSettings, ...options.settings }, log };
}

/** The real path, so that one directory reached by two names is one directory. */
async function makeDirectories(path: string): Promise<string> {
  try {
    await mkdir(join(path, 'log'), { recursive: true, mode: 0o755 });
    return await realpath(path);
  } catch (error) {
    throw fileFault(path, error);
  }
}
