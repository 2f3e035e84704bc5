import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmod,
  chown,
  lchown,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { AppError } from '../../errors.ts';
import type { Binaries } from './binaries.ts';
import type { Endpoint } from './endpoint.ts';
import { faults, fileFault, outputFault } from './faults.ts';
import { mayReach, type Identity } from './identity.ts';

/** The files of one database, where they are and how the programs that run as another user name them. */
export interface Cluster {
  readonly dir: string;
  readonly logPath: string;
  readonly identity: Identity;
}

/** The superuser and the database; access is decided by who may enter the socket directory. */
export const userName = 'fieldmarshal';
export const databaseName = 'fieldmarshal';

/** Only what PostgreSQL needs: the environment of the server may hold secrets, and variables such as PGPORT change it. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'];
  return {
    LC_ALL: 'C',
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  };
}

/**
 * The name to give programs for `directory`, which must be their working directory. Under /root a user without rights
 * there cannot open the path, but its own working directory, which it was started in by root, it can.
 */
export async function nameForPrograms(identity: Identity, directory: string): Promise<string> {
  return (await mayReach(identity, dirname(directory))) ? directory : '/proc/self/cwd';
}

/**
 * Makes the cluster unless it exists. initdb works beside it, and the finished directory is renamed into place, so a
 * kill at any moment leaves either a whole cluster or rubbish that the next start removes.
 */
export async function ensureCluster(
  cluster: Cluster,
  tools: {
    readonly binaries: Binaries;
    readonly password: string | null;
    readonly log: (message: string) => void;
  },
): Promise<void> {
  const version = await readFile(join(cluster.dir, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) return checkExisting(cluster, version.trim(), tools.binaries.major);
  const found = await readdir(cluster.dir).catch(() => []);
  if (found.length > 0) throw faults.notACluster(cluster.dir);
  tools.log(`making the database in ${cluster.dir}`);
  // A new name each time: an initdb whose server was killed may still be writing into the last one.
  const unfinished = `${cluster.dir}.unfinished-${randomUUID()}`;
  try {
    await removeUnfinished(cluster.dir);
    await mkdir(unfinished, { mode: 0o700 });
    const { drop } = cluster.identity;
    if (drop !== null) await chown(unfinished, drop.uid, drop.gid);
    await runInitdb(cluster, unfinished, tools);
    await rename(unfinished, cluster.dir);
    await syncDirectory(dirname(cluster.dir));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw fileFault(dirname(cluster.dir), error);
  }
}

async function removeUnfinished(clusterDir: string): Promise<void> {
  const prefix = `${basename(clusterDir)}.unfinished-`;
  const names = (await readdir(dirname(clusterDir))).filter((name) => name.startsWith(prefix));
  const left = names.map((name) => join(dirname(clusterDir), name));
  await Promise.all(left.map((path) => rm(path, { recursive: true, force: true }).catch(() => undefined)));
}

async function checkExisting(cluster: Cluster, version: string, major: string): Promise<void> {
  if (version !== major) throw faults.otherMajor(cluster.dir, version, major);
  const { uid, mode } = await lstat(cluster.dir);
  const { identity } = cluster;
  if (identity.drop === null) {
    if (process.platform !== 'win32' && uid !== identity.uid)
      throw faults.notOurs(cluster.dir, uid, identity.uid);
  } else if (uid !== identity.uid) {
    // Files restored by root belong to root; PostgreSQL insists on owning them.
    await giveTo(cluster.dir, identity.drop);
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(cluster.dir, 0o700);
}

async function giveTo(path: string, owner: { readonly uid: number; readonly gid: number }): Promise<void> {
  const entry = await lstat(path);
  await lchown(path, owner.uid, owner.gid);
  if (!entry.isDirectory()) return;
  for (const name of await readdir(path)) await giveTo(join(path, name), owner);
}

async function runInitdb(
  cluster: Cluster,
  directory: string,
  tools: { readonly binaries: Binaries; readonly password: string | null },
): Promise<void> {
  const name = await nameForPrograms(cluster.identity, directory);
  const flags = [
    `--pgdata=${name}`,
    `--username=${userName}`,
    '--encoding=UTF8',
    '--no-instructions',
    // Sorting by the C library changes with the system's glibc and breaks indexes; the builtin provider does not.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  const passwordFile = `${directory}.password`;
  if (tools.password === null) flags.push('--auth=trust');
  else {
    await writeFile(passwordFile, tools.password, { mode: 0o600 });
    flags.push('--auth=scram-sha-256', `--pwfile=${passwordFile}`);
  }
  try {
    await promisify(execFile)(tools.binaries.initdb, flags, {
      cwd: directory,
      env: programEnvironment(),
      ...cluster.identity.drop,
    });
  } catch (error) {
    throw initdbFault(error, cluster, tools.binaries);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function initdbFault(error: unknown, cluster: Cluster, binaries: Binaries): AppError {
  if (error instanceof Error && 'stderr' in error && 'code' in error) {
    if (error.code === 'EPERM') return faults.noDropping(cluster.identity.name, error);
    if (error.code === 'EACCES' || error.code === 'ENOENT') return faults.cannotRun(binaries.initdb, error);
    return outputFault(String(error.stderr), { cluster: cluster.dir, logPath: cluster.logPath });
  }
  return fileFault(cluster.dir, error);
}

/** A rename is durable once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Shows that the server answers, and makes the product's database where it is missing; harmless to repeat. */
export async function ensureDatabase(endpoint: Endpoint): Promise<void> {
  const client = new pg.Client({
    host: endpoint.host,
    port: endpoint.port,
    user: userName,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
    ...(endpoint.password === null ? {} : { password: endpoint.password }),
  });
  // Without a listener a connection lost between two steps would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
