import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findBinaryPackage, prepareBinaries, type BinaryPackage } from './binaries.ts';
import type { Identity } from './identity.ts';
import { Rig } from './rig.ts';

let rig = new Rig();
afterEach(async () => {
  await rig.tidyUp();
  rig = new Rig();
});

const self: Identity = {
  uid: process.getuid?.() ?? -1,
  gid: process.getgid?.() ?? -1,
  name: 'self',
  drop: null,
};
const daemon: Identity = { uid: 1, gid: 1, name: 'daemon', drop: { uid: 1, gid: 1 } };
const isRoot = process.getuid?.() === 0;
const log = (): void => undefined;

/** The package as npm leaves it when install scripts are not run: without the links its libraries need. */
async function asPacked(): Promise<{ base: string; source: BinaryPackage }> {
  const installed = await findBinaryPackage();
  const base = await rig.directory();
  const native = join(base, 'package', 'native');
  const links = z
    .array(z.looseObject({ target: z.string() }))
    .parse(JSON.parse(await readFile(join(installed.native, 'pg-symlinks.json'), 'utf8')));
  const names = new Set(links.map((link) => basename(link.target)));
  const filter = (path: string): boolean => !names.has(basename(path)) && !path.endsWith('.a');
  await cp(installed.native, native, { recursive: true, filter, verbatimSymlinks: true });
  return { base, source: { native, version: installed.version } };
}

async function versionOf(program: string, user: { uid?: number; gid?: number } = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(program, ['--version'], { cwd: '/', ...user });
  return stdout.trim();
}

describe('the PostgreSQL programs', { timeout: 60_000 }, () => {
  it('run in place without the install script of their package', async () => {
    const { base, source } = await asPacked();
    await expect(versionOf(join(source.native, 'bin', 'initdb'))).rejects.toThrow(/libpq|shared libraries/);
    const binaries = await prepareBinaries(source, { identity: self, places: [join(base, 'copies')], log });
    expect(binaries.postgres).toBe(join(source.native, 'bin', 'postgres'));
    expect(await versionOf(binaries.initdb)).toMatch(/PostgreSQL\) 18\./);
    expect(binaries.major).toBe('18');
  });

  it.runIf(isRoot)('are copied once to where the unprivileged user can run them', async () => {
    const { base, source } = await asPacked();
    await rm(join(source.native, 'share'), { recursive: true });
    const place = join(base, 'copies');
    await mkdir(place);
    await chmod(base, 0o755);
    await chmod(join(base, 'package'), 0o700);
    const messages: string[] = [];
    const use = {
      identity: daemon,
      places: [join(base, 'package'), place],
      log: (text: string) => messages.push(text),
    };
    const binaries = await prepareBinaries(source, use);
    expect(binaries.postgres.startsWith(place)).toBe(true);
    expect(await versionOf(binaries.initdb, { uid: 1, gid: 1 })).toMatch(/PostgreSQL\) 18\./);
    const made = await stat(binaries.postgres);
    await prepareBinaries(source, use);
    expect((await stat(binaries.postgres)).ino).toBe(made.ino);
    expect(messages).toHaveLength(1);
  });

  it.runIf(isRoot)('are never taken from a place that others can write', async () => {
    const { base, source } = await asPacked();
    const place = join(base, 'copies');
    await mkdir(place);
    await chmod(place, 0o777);
    await chmod(base, 0o755);
    await chmod(join(base, 'package'), 0o700);
    const prepared = prepareBinaries(source, { identity: daemon, places: [place], log });
    await expect(prepared).rejects.toThrow(/daemon cannot read .*DATABASE_URL/);
  });
});
