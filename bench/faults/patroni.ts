import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseIdentity, type Identity } from '../../server/src/platform/db/embedded/identity.ts';
import { debianRoot } from '../../server/src/testing/debian.ts';
import { freePort } from '../subject.ts';

/** PostgreSQL on two machines as Patroni runs it, with a synchronous standby, and one address that leads to whoever is primary. */
export interface Cluster {
  readonly url: string;
  /** The machine of the primary dies: kill -9 of Patroni and of all of its PostgreSQL. Says which it was. */
  killPrimary(): Promise<string>;
  /** Starts the member again, and waits until it is the synchronous standby. */
  comeBack(name: string): Promise<void>;
  close(): Promise<void>;
}

interface Member {
  readonly name: string;
  readonly restPort: number;
  readonly port: number;
  readonly config: string;
  child: ChildProcess | undefined;
}

const packages = ['patroni', 'etcd-server', 'python3-etcd', 'postgresql-15'];
const password = 'of-the-bench';
const beginsWithinMs = 120_000;

/** A cluster of two, or why there can be none here. */
export async function openCluster(): Promise<Cluster | { readonly missing: string }> {
  const found = await debianRoot(packages);
  if ('missing' in found) return found;
  const folder = await mkdtemp(join(tmpdir(), 'fm-patroni-'));
  const identity = await chooseIdentity(folder, join(folder, 'nothing'));
  await chown(folder, identity.uid, identity.gid);
  const run = runnerOf(found.path, { folder, identity });
  const etcdPort = await freePort();
  const etcd = run(join(found.path, 'usr/bin/etcd'), await etcdFlags(folder, etcdPort));
  const members = await Promise.all(
    ['one', 'two'].map(async (name) => memberOf(name, { root: found.path, folder, etcdPort })),
  );
  const start = (member: Member): void => {
    member.child = run('python3', [join(found.path, 'usr/bin/patroni'), member.config]);
  };
  const road = await openRoad(members);
  const close = async (): Promise<void> => {
    road.close();
    for (const member of members) kill(member, folder);
    etcd.kill('SIGKILL');
    // What was killed may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    await begin(members, start);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${road.port}/postgres`,
    killPrimary: async () => {
      const primary = await primaryOf(members);
      if (primary === null) throw new Error('there is no primary to kill');
      kill(primary, folder);
      return primary.name;
    },
    comeBack: async (name) => {
      const member = members.find((each) => each.name === name);
      if (member) start(member);
      await until(async () => hasSyncStandby(members), `${name} as the synchronous standby`);
    },
    close,
  };
}

/** One after the other: the first makes the database, the second copies it. */
async function begin(members: readonly Member[], start: (member: Member) => void): Promise<void> {
  const [first, second] = members;
  if (first) start(first);
  await until(async () => (await primaryOf(members)) !== null, 'a primary');
  if (second) start(second);
  await until(async () => hasSyncStandby(members), 'a synchronous standby');
}

async function etcdFlags(folder: string, port: number): Promise<string[]> {
  const [clients, peers] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${await freePort()}`];
  return [
    ...['--data-dir', join(folder, 'etcd'), '--log-level', 'error'],
    ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
    ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers],
    ...['--initial-cluster', `default=${peers}`],
  ];
}

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly etcdPort: number;
}

async function memberOf(name: string, place: Place): Promise<Member> {
  const config = join(place.folder, `${name}.yml`);
  const member: Member = {
    name,
    restPort: await freePort(),
    port: await freePort(),
    config,
    child: undefined,
  };
  await writeFile(config, JSON.stringify(configOf(member, place)));
  return member;
}

type Run = (command: string, argv: readonly string[]) => ChildProcess;

function runnerOf(root: string, { folder, identity }: { folder: string; identity: Identity }): Run {
  const libraries = execFileSync('sh', ['-c', `ls -d '${root}'/usr/lib/*-linux-gnu* 2>/dev/null || true`], {
    encoding: 'utf8',
  });
  const env = {
    ...process.env,
    HOME: folder,
    PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
    LD_LIBRARY_PATH: libraries.trim().split('\n').join(':'),
  };
  const out = process.env['FIELDMARSHAL_BENCH_LOG'] === undefined ? 'ignore' : 'inherit';
  return (command, argv) =>
    spawn(command, argv, { cwd: folder, env, stdio: ['ignore', out, out], ...identity.drop });
}

/** As an operator would write it; lost and promoted as fast as Patroni allows. */
function configOf({ name, restPort, port }: Member, { root, folder, etcdPort }: Place): object {
  const installed = '/usr/lib/postgresql/15/bin';
  const login = (username: string): object => ({ username, password });
  return {
    ...{ scope: 'fieldmarshal', name, etcd3: { host: `127.0.0.1:${etcdPort}` } },
    restapi: { listen: `127.0.0.1:${restPort}`, connect_address: `127.0.0.1:${restPort}` },
    bootstrap: {
      dcs: {
        ...{ ttl: 20, loop_wait: 2, retry_timeout: 3, synchronous_mode: true },
        postgresql: { use_pg_rewind: true, parameters: { max_connections: 200, wal_log_hints: 'on' } },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
      pg_hba: ['host all all 127.0.0.1/32 md5', 'host replication all 127.0.0.1/32 md5'],
    },
    postgresql: {
      ...{ listen: `127.0.0.1:${port}`, connect_address: `127.0.0.1:${port}` },
      data_dir: join(folder, name),
      bin_dir: existsSync(installed) ? installed : join(root, installed),
      pgpass: join(folder, `${name}.pgpass`),
      authentication: {
        superuser: login('postgres'),
        replication: login('replicator'),
        rewind: login('rewind'),
      },
      parameters: { unix_socket_directories: folder },
    },
  };
}

/** By Patroni's own word, which it gives only while it holds the lock. */
async function primaryOf(members: readonly Member[]): Promise<Member | null> {
  for (const member of members) if (await answers(member, '/primary')) return member;
  return null;
}

async function hasSyncStandby(members: readonly Member[]): Promise<boolean> {
  for (const member of members) if (await answers(member, '/synchronous')) return true;
  return false;
}

async function answers({ restPort, child }: Member, path: string): Promise<boolean> {
  if (child === undefined) return false;
  try {
    const response = await fetch(`http://127.0.0.1:${restPort}${path}`, {
      signal: AbortSignal.timeout(1_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Away, or too slow to say so, also in the middle of its answer.
    return false;
  }
}

/** Patroni and every PostgreSQL of this member, which are in a session of their own. */
function kill(member: Member, folder: string): void {
  member.child?.kill('SIGKILL');
  member.child = undefined;
  const pids = execFileSync(
    'sh',
    ['-c', `head -1 '${join(folder, member.name)}/postmaster.pid' 2>/dev/null || true`],
    {
      encoding: 'utf8',
    },
  ).trim();
  if (pids === '') return;
  const children = execFileSync('sh', ['-c', `ps -o pid= --ppid ${pids} || true`], { encoding: 'utf8' });
  for (const pid of [pids, ...children.split('\n')].map(Number).filter((each) => each > 0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}

const lookEveryMs = 200;

/** What a load balancer with Patroni's health check does: to the primary only, and what leads elsewhere is cut. */
async function openRoad(members: readonly Member[]): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<Socket>();
  let primary: Member | null = null;
  const closing = new AbortController();
  const look = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const found = await primaryOf(members);
      if (found !== primary) for (const socket of sockets) socket.destroy();
      primary = found;
      await sleep(lookEveryMs);
    }
  };
  void look();
  const server = createServer((client) => {
    if (primary === null) return void client.destroy();
    const database = connect(primary.port, '127.0.0.1');
    const both = [client, database];
    for (const socket of both) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket);
          for (const each of both) each.destroy();
        });
    }
    client.pipe(database).pipe(client);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    close: () => {
      closing.abort();
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + beginsWithinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`there was not ${what} within ${beginsWithinMs / 1_000} s`);
    await sleep(lookEveryMs);
  }
}
