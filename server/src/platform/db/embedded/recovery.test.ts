import { once } from 'node:events';
import { chmod, cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { assert } from '../../assert.ts';
import { findBinaryPackage } from './binaries.ts';
import { occupationOf } from './postmaster-file.ts';
import { processState } from './process-state.ts';
import { killGroup, postmasterPid, Rig, rows, within } from './rig.ts';

let rig = new Rig();
afterEach(async () => {
  await rig.tidyUp();
  rig = new Rig();
});

const entry = new URL('index.ts', import.meta.url).href;
const startAndStay = `
  import { startEmbeddedPostgres } from ${JSON.stringify(entry)};
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[1], log: () => {} });
  console.log(postgres.postmasterPid);
  setInterval(() => {}, 1000);
`;

/** A server process that was killed while its PostgreSQL runs on, as after `kill -9` or out of memory. */
async function orphanIn(dataDir: string): Promise<number> {
  const { child, line } = await rig.script(startAndStay, dataDir);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await postmasterPid(dataDir)).toBe(Number(line));
  return Number(line);
}

describe('after a crash', { timeout: 60_000 }, () => {
  it('every committed row is there when all of PostgreSQL is killed at once, again and again', async () => {
    const dataDir = await rig.directory();
    const first = await rig.start(dataDir);
    await rows(first, 'create table kept (n int)');
    await first.stop();
    for (let round = 1; round <= 3; round += 1) {
      const pid = await orphanIn(dataDir);
      const running = await rig.start(dataDir);
      expect(running.postmasterPid).toBe(pid);
      await rows(running, `insert into kept values (${round})`);
      killGroup(pid);
      await running.stop();
    }
    const last = await rig.start(dataDir);
    expect(await rows(last, 'select n from kept order by n')).toEqual([1, 2, 3]);
    await last.stop();
  });

  it('a PostgreSQL that outlived its server is adopted, watched, and stopped in order', async () => {
    const dataDir = await rig.directory();
    const pid = await orphanIn(dataDir);
    const adopted = await rig.start(dataDir);
    expect(adopted).toMatchObject({ adopted: true, postmasterPid: pid });
    const reasons: string[] = [];
    adopted.onExit((reason) => reasons.push(reason));
    killGroup(pid);
    expect(await within(() => adopted.postmasterPid !== pid)).toBe(true);
    expect(reasons).toHaveLength(1);
    expect(adopted.adopted).toBe(false);
    expect(await rows(adopted, 'select 1')).toEqual([1]);
    await adopted.stop();
    expect(await postmasterPid(dataDir)).toBeNull();
  });

  it('one that runs with other settings is stopped in order and started with ours', async () => {
    const dataDir = await rig.directory();
    const pid = await orphanIn(dataDir);
    const postgres = await rig.start(dataDir, { work_mem: '5MB' });
    expect(postgres.adopted).toBe(false);
    expect(postgres.postmasterPid).not.toBe(pid);
    expect(await readFile(join(dataDir, 'log', 'postgresql.log'), 'utf8')).toContain(
      'received fast shutdown request',
    );
    await postgres.stop();
  });

  it.runIf(process.platform === 'linux')(
    'one whose program an update replaced is stopped and started anew',
    async () => {
      const dataDir = await rig.directory();
      const clusterDir = join(dataDir, 'postgresql');
      const first = await rig.start(dataDir);
      await first.stop();
      const native = join(await rig.directory(), 'native');
      await cp((await findBinaryPackage()).native, native, { recursive: true, verbatimSymlinks: true });
      await chmod(join(native, '..'), 0o755);
      const { uid, gid } = await stat(clusterDir);
      const program = join(native, 'bin', 'postgres');
      rig.run(program, ['-D', '/proc/self/cwd', '-c', 'listen_addresses=', '-k', '.'], {
        uid,
        gid,
        cwd: clusterDir,
      });
      const isReady = async (): Promise<boolean> =>
        /ready/.test(await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => ''));
      expect(await within(isReady)).toBe(true);
      const before = await occupationOf(clusterDir);
      expect(before.state === 'live' && before.command?.startsWith(program)).toBe(true);
      await rm(program);
      expect(await occupationOf(clusterDir)).toMatchObject({ state: 'live', command: null });
      const second = await rig.start(dataDir);
      expect(second.adopted).toBe(false);
      await second.stop();
    },
  );

  it('a lock file whose pid now belongs to another program of the same user does not stop it', async () => {
    const dataDir = await rig.directory();
    const pid = await orphanIn(dataDir);
    const { uid, gid } = await stat(join(dataDir, 'postgresql'));
    const stranger = rig.run('sleep', ['1000'], { uid, gid });
    killGroup(pid);
    const lockPath = join(dataDir, 'postgresql', 'postmaster.pid');
    const lock = await readFile(lockPath, 'utf8');
    await writeFile(lockPath, lock.replace(/^\d+/, String(stranger.pid)));
    const postgres = await rig.start(dataDir);
    expect(postgres.adopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
    await postgres.stop();
  });

  it.runIf(process.platform === 'linux')(
    'a zombie postmaster that nobody reaps does not stop it',
    async () => {
      const dataDir = await rig.directory();
      const pid = await orphanIn(dataDir);
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1);
      process.kill(pid, 'SIGINT');
      expect(await within(async () => (await postmasterPid(dataDir)) === null)).toBe(true);
      const clusterDir = join(dataDir, 'postgresql');
      const { uid, gid } = await stat(clusterDir);
      // The shell becomes a program that never waits for its children.
      rig.run('sh', ['-c', '"$0" "$@" & exec sleep 1000', ...command], { uid, gid, cwd: clusterDir });
      expect(
        await within(async () =>
          /ready/.test(await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')),
        ),
      ).toBe(true);
      const zombie = await postmasterPid(dataDir);
      assert(zombie !== null, 'the postmaster has no pid file');
      process.kill(zombie, 'SIGKILL');
      expect(await within(async () => (await processState(zombie))?.zombie === true)).toBe(true);
      const postgres = await rig.start(dataDir);
      expect((await processState(zombie))?.zombie).toBe(true);
      expect(await rows(postgres, 'select 1')).toEqual([1]);
      await postgres.stop();
    },
  );

  it('backends that outlived their postmaster are ended', async () => {
    const dataDir = await rig.directory();
    const first = await rig.start(dataDir);
    // Busy without a pause in which it would notice that its postmaster is gone.
    const busy = rows(first, 'select count(*) from generate_series(1, 2000000000)').catch(() => 'ended');
    const isBusy = async (): Promise<boolean> => {
      const found = await rows(
        first,
        `select 1 from pg_stat_activity where query like '%2000000000)' and state = 'active'`,
      );
      return found.length > 0;
    };
    expect(await within(isBusy)).toBe(true);
    process.kill(first.postmasterPid, 'SIGKILL');
    expect(await busy).toBe('ended');
    expect(
      await within(async () =>
        rows(first, 'select 1').then(
          () => true,
          () => false,
        ),
      ),
    ).toBe(true);
    await first.stop();
  });
});

describe('while the server runs', { timeout: 60_000 }, () => {
  it('a PostgreSQL that dies is started again on the same connection, each time telling listeners', async () => {
    const dataDir = await rig.directory();
    const postgres = await rig.start(dataDir);
    const reasons: string[] = [];
    postgres.onExit((reason) => reasons.push(reason));
    for (const signal of ['SIGKILL', 'SIGINT', 'SIGQUIT'] as const) {
      const before = postgres.postmasterPid;
      process.kill(-before, signal);
      expect(await within(() => postgres.postmasterPid !== before)).toBe(true);
      expect(await rows(postgres, 'select 1')).toEqual([1]);
    }
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toBe('it was ended by SIGKILL');
    await postgres.stop();
  });

  it('comes back where its socket directory was cleaned away', async () => {
    const dataDir = await rig.directory();
    const postgres = await rig.start(dataDir);
    const before = postgres.postmasterPid;
    killGroup(before);
    await rm(postgres.connection.host, { recursive: true });
    expect(await within(() => postgres.postmasterPid !== before)).toBe(true);
    expect(await rows(postgres, 'select 1')).toEqual([1]);
    await postgres.stop();
  });

  it('a stop during recovery leaves nothing behind, and can be repeated', async () => {
    const dataDir = await rig.directory();
    const postgres = await rig.start(dataDir);
    const lost = new Promise((resolve) => postgres.onExit(resolve));
    killGroup(postgres.postmasterPid);
    await lost;
    await Promise.all([postgres.stop(), postgres.stop('immediate')]);
    const left = await postmasterPid(dataDir);
    expect(left === null ? null : await processState(left)).toBeNull();
  });

  it('a client in the middle of a transaction does not hold up the stop', async () => {
    const dataDir = await rig.directory();
    const postgres = await rig.start(dataDir);
    const sleeping = rows(postgres, 'begin; select pg_sleep(1000)').catch(() => 'ended');
    const isAsleep = async (): Promise<boolean> =>
      (await rows(postgres, `select 1 from pg_stat_activity where wait_event = 'PgSleep'`)).length > 0;
    expect(await within(isAsleep)).toBe(true);
    await postgres.stop();
    expect(await sleeping).toBe('ended');
  });
});
