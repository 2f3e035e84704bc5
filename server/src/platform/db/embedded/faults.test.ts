import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { faults, fileFault, outputFault } from './faults.ts';
import { Rig } from './rig.ts';

let rig = new Rig();
afterEach(async () => {
  await rig.tidyUp();
  rig = new Rig();
});

const entry = new URL('index.ts', import.meta.url).href;
const startAndTell = `
  import { startEmbeddedPostgres } from ${JSON.stringify(entry)};
  await startEmbeddedPostgres({ dataDir: process.argv[1], log: () => {} }).catch((error) => console.log(error.message));
`;

describe('a fault that a person must act on is one sentence', { timeout: 60_000 }, () => {
  it('for a cluster of another major version, which is left as it is', async () => {
    const dataDir = await rig.directory();
    await mkdir(join(dataDir, 'postgresql'));
    await writeFile(join(dataDir, 'postgresql', 'PG_VERSION'), '17\n');
    await expect(rig.start(dataDir)).rejects.toThrow(
      /was made by PostgreSQL 17, and this release brings 18: export it/,
    );
  });

  it('for a directory that holds something else', async () => {
    const dataDir = await rig.directory();
    await mkdir(join(dataDir, 'postgresql'));
    await writeFile(join(dataDir, 'postgresql', 'letter.txt'), 'dear reader');
    await expect(rig.start(dataDir)).rejects.toThrow(
      /holds files but no PostgreSQL database: move them away/,
    );
  });

  it('for a data directory that cannot be written', async () => {
    const dataDir = await rig.directory();
    await chmod(dataDir, 0o555);
    const user = process.getuid?.() === 0 ? { uid: 1, gid: 1 } : {};
    const { line } = await rig.script(startAndTell, dataDir, user);
    expect(line).toMatch(/cannot be written: correct its owner or mode, or choose another data directory/);
  });

  it('for a broken cluster, with the words of PostgreSQL and the place of its log', async () => {
    const dataDir = await rig.directory();
    const postgres = await rig.start(dataDir);
    await postgres.stop();
    await rm(join(dataDir, 'postgresql', 'global', 'pg_control'));
    await expect(rig.start(dataDir)).rejects.toThrow(
      /PostgreSQL did not start: .*pg_control.*Its log is .*postgresql\.log/s,
    );
  });

  it('for settings that PostgreSQL refuses', async () => {
    const dataDir = await rig.directory();
    await expect(rig.start(dataDir, { work_mem: 'much' })).rejects.toThrow(
      /did not start: invalid value for parameter "work_mem"/,
    );
  });

  const where = { cluster: '/data/postgresql', logPath: '/data/log/postgresql.log' };
  it.each([
    [
      'FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device',
      /disk that holds .* is full: free some space/,
    ],
    [
      'initdb: error: could not look up effective user ID 4711: user does not exist',
      /User id 4711 has no name in \/etc\/passwd/,
    ],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /not enough memory/],
    [
      'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use',
      /Another PostgreSQL still uses/,
    ],
    ["postgres: /lib/libc.so.6: version `GLIBC_2.27' not found", /glibc 2\.27 or later.*DATABASE_URL/],
  ])('for %s', (output, sentence) => {
    expect(outputFault(output, where).message).toMatch(sentence);
  });

  it('for a full disk met by ourselves, and for a platform without programs', () => {
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    expect(fileFault('/data', full).message).toMatch(/disk that holds \/data is full/);
    expect(faults.noBinaries('sunos-sparc').message).toMatch(
      /no embedded PostgreSQL for sunos-sparc .* set DATABASE_URL/,
    );
  });
});
