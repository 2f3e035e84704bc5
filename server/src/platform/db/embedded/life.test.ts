import { createHash } from 'node:crypto';
import { chmod, lchown, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { postmasterPid, Rig, rows, within } from './rig.ts';

let rig = new Rig();
afterEach(async () => {
  await rig.tidyUp();
  rig = new Rig();
});

const isRoot = process.getuid?.() === 0;
const entry = new URL('index.ts', import.meta.url).href;
const startAndTell = `
  import { startEmbeddedPostgres } from ${JSON.stringify(entry)};
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[1], log: () => {} }).catch((error) => error);
  console.log(postgres instanceof Error ? postgres.message : JSON.stringify({ uid: process.getuid(), pid: postgres.postmasterPid }));
  if (process.argv[1].endsWith('/') && !(postgres instanceof Error)) await postgres.stop();
`;

describe('the embedded PostgreSQL', { timeout: 60_000 }, () => {
  it('starts on an empty directory and keeps its rows over an orderly stop', async () => {
    const dataDir = await rig.directory();
    const first = await rig.start(dataDir);
    expect(first.adopted).toBe(false);
    await rows(first, 'create table kept as select 42 as n');
    await first.stop();
    expect(await postmasterPid(dataDir)).toBeNull();
    const second = await rig.start(dataDir);
    expect(await rows(second, 'select n from kept')).toEqual([42]);
    await second.stop();
  });

  it('is PostgreSQL 18 with durable commits, on a private socket and no TCP port', async () => {
    const dataDir = await rig.directory();
    const postgres = await rig.start(dataDir);
    const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses'];
    const values = await rows(
      postgres,
      `select ${names.map((name) => `current_setting('${name}')`).join(', ')}`,
    );
    expect(values).toEqual(['on', 'on', 'on', 'on', '']);
    expect(await rows(postgres, `select current_setting('server_version_num')::int / 10000`)).toEqual([18]);
    const collation = `select datlocprovider, datlocale, pg_encoding_to_char(encoding) from pg_database where datname = current_database()`;
    expect(await rows(postgres, collation)).toEqual(['b', 'C.UTF-8', 'UTF8']);
    expect((await stat(postgres.connection.host)).mode & 0o777).toBe(0o700);
    await postgres.stop();
  });

  it('takes settings of the caller over its own', async () => {
    const dataDir = await rig.directory();
    const postgres = await rig.start(dataDir, { work_mem: '3MB' });
    expect(await rows(postgres, `select current_setting('work_mem')`)).toEqual(['3MB']);
    await postgres.stop();
  });

  it('begins again where initdb was killed', async () => {
    const dataDir = await rig.directory();
    await mkdir(join(dataDir, 'postgresql.unfinished-before', 'base'), { recursive: true });
    const postgres = await rig.start(dataDir);
    expect((await readdir(dataDir)).filter((name) => name.includes('unfinished'))).toEqual([]);
    await postgres.stop();
  });

  it('makes the product database again where the first start was killed before it', async () => {
    const dataDir = await rig.directory();
    const first = await rig.start(dataDir);
    await rows(
      { ...first, connection: { ...first.connection, database: 'postgres' } },
      'drop database fieldmarshal',
    );
    await first.stop();
    const second = await rig.start(dataDir);
    expect(await rows(second, 'select current_database()')).toEqual(['fieldmarshal']);
    await second.stop();
  });

  it('works in a directory whose path is too long for a socket, and finds the same place again', async () => {
    const base = await rig.directory();
    // Open to PostgreSQL's user, so that the length alone is what sends the socket elsewhere.
    await chmod(base, 0o755);
    const dataDir = join(base, 'd'.repeat(100), 'e'.repeat(100));
    await mkdir(dataDir, { recursive: true });
    const first = await rig.start(dataDir);
    const { host } = first.connection;
    expect(Buffer.byteLength(join(host, '.s.PGSQL.5432'))).toBeLessThanOrEqual(107);
    expect((await stat(host)).mode & 0o777).toBe(0o700);
    await first.stop();
    const second = await rig.start(dataDir);
    expect(second.connection.host).toBe(host);
    await second.stop();
  });

  it.runIf(!isRoot)('does not use a socket directory in /tmp that others may enter', async () => {
    const dataDir = join(await rig.directory(), 'd'.repeat(120));
    const mark = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
    const squatted = `/tmp/fieldmarshal-${process.getuid?.()}-${mark}`;
    await mkdir(squatted, { mode: 0o777 });
    const postgres = await rig.start(dataDir);
    expect((await stat(postgres.connection.host)).mode & 0o777).toBe(0o700);
    await postgres.stop();
  });

  it('keeps what PostgreSQL says in a file and sets an overgrown one aside', async () => {
    const dataDir = await rig.directory();
    const logPath = join(dataDir, 'log', 'postgresql.log');
    await mkdir(join(dataDir, 'log'));
    await writeFile(logPath, 'old\n'.repeat(3_000_000));
    const postgres = await rig.start(dataDir);
    await postgres.stop();
    expect(await readFile(logPath, 'utf8')).toMatch(/^\d{4}-.*starting PostgreSQL 18/);
    expect((await stat(`${logPath}.1`)).size).toBe(12_000_000);
  });

  it('ends what it launched when the start is broken off', async () => {
    const dataDir = await rig.directory();
    const { startEmbeddedPostgres } = await import('./index.ts');
    const ending = new AbortController();
    const log = (message: string): void => {
      if (message.startsWith('making the database')) ending.abort(new Error('broken off'));
    };
    await expect(startEmbeddedPostgres({ dataDir, log, signal: ending.signal })).rejects.toThrow(
      'broken off',
    );
    expect(await postmasterPid(dataDir)).toBeNull();
  });

  it.runIf(isRoot)(
    'run by root, works below a directory that only root may enter, and never runs as root',
    async () => {
      const closed = await rig.directory();
      expect((await stat(closed)).mode & 0o777).toBe(0o700);
      const dataDir = join(closed, 'data');
      const postgres = await rig.start(dataDir);
      const { uid } = await stat(`/proc/${postgres.postmasterPid}`);
      expect(uid).not.toBe(0);
      expect((await stat(join(dataDir, 'postgresql'))).uid).toBe(uid);
      await rows(postgres, 'create extension pg_trgm');
      await postgres.stop();
    },
  );

  it.runIf(isRoot)('run by root on a directory of an ordinary user, runs as that user', async () => {
    const owner = { uid: 1, gid: 1 };
    const dataDir = await rig.directory(owner);
    const postgres = await rig.start(dataDir);
    expect((await stat(`/proc/${postgres.postmasterPid}`)).uid).toBe(owner.uid);
    await postgres.stop();
  });

  it.runIf(isRoot)('works for an ordinary user, and refuses them the database of another', async () => {
    const owner = { uid: 1, gid: 1 };
    const dataDir = await rig.directory(owner);
    const { line } = await rig.script(startAndTell, `${dataDir}/`, owner);
    expect(JSON.parse(line)).toMatchObject({ uid: 1 });
    expect((await stat(join(dataDir, 'postgresql'))).uid).toBe(1);
    expect(await within(async () => (await postmasterPid(dataDir)) === null)).toBe(true);
    await chmod(dataDir, 0o777);
    await lchown(join(dataDir, 'postgresql'), 2, 2);
    await chmod(join(dataDir, 'postgresql'), 0o755);
    const other = await rig.script(startAndTell, `${dataDir}/`, owner);
    expect(other.line).toMatch(/belongs to user id 2, not to 1: start the server as that user, or run chown/);
  });
});
