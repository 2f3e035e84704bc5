import { once } from 'node:events';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lockDataDirectory } from './data-lock.ts';
import { Rig, within } from './db/embedded/rig.ts';

let rig = new Rig();
afterEach(async () => {
  await rig.tidyUp();
  rig = new Rig();
});

const entry = new URL('data-lock.ts', import.meta.url).href;
const lockAndStay = `
  import { lockDataDirectory } from ${JSON.stringify(entry)};
  await lockDataDirectory(process.argv[1]);
  console.log('locked');
  setInterval(() => {}, 1000);
`;
const lockAndLeave = `
  import { lockDataDirectory } from ${JSON.stringify(entry)};
  const outcome = await lockDataDirectory(process.argv[1]).then(() => 'locked', (error) => error.message);
  console.log(outcome);
  setTimeout(() => {}, 3000);
`;
const holder = z.looseObject({
  pid: z.number(),
  startedAt: z.string(),
  place: z.string(),
  token: z.string(),
});

async function holderOf(dataDir: string): Promise<z.infer<typeof holder>> {
  return holder.parse(JSON.parse(await readFile(join(dataDir, 'server.lock'), 'utf8')));
}

async function rewrite(dataDir: string, change: Record<string, unknown>): Promise<void> {
  await writeFile(join(dataDir, 'server.lock'), JSON.stringify({ ...(await holderOf(dataDir)), ...change }));
}

describe('the lock of the data directory', { timeout: 30_000 }, () => {
  it('refuses a second server with a sentence that names the first', async () => {
    const dataDir = await rig.directory();
    const { child } = await rig.script(lockAndStay, dataDir);
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(
      `in use by another Fieldmarshal server (process ${child.pid}): stop that one, or start this one with`,
    );
    expect((await holderOf(dataDir)).pid).toBe(child.pid);
  });

  it('refuses the same process a second time, and is free after release', async () => {
    const dataDir = join(await rig.directory(), 'new');
    const lock = await lockDataDirectory(dataDir);
    await expect(lockDataDirectory(dataDir)).rejects.toThrow('(this process)');
    await lock.release();
    await expect(stat(join(dataDir, 'server.lock'))).rejects.toThrow('ENOENT');
    await (await lockDataDirectory(dataDir)).release();
  });

  it('of a server killed with -9 is taken over at once', async () => {
    const dataDir = await rig.directory();
    const { child } = await rig.script(lockAndStay, dataDir);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await lockDataDirectory(dataDir);
    expect((await holderOf(dataDir)).pid).toBe(process.pid);
    await lock.release();
  });

  it('of one that is ending is waited for, and taken once it has', async () => {
    const dataDir = await rig.directory();
    const { child } = await rig.script(lockAndStay, dataDir);
    const onWait = (): void => void child.kill('SIGKILL');
    const lock = await lockDataDirectory(dataDir, { patienceMs: 20_000, onWait });
    expect((await holderOf(dataDir)).pid).toBe(process.pid);
    await lock.release();
  });

  it('of one that goes on is waited for no longer than was said', async () => {
    const dataDir = await rig.directory();
    const { child } = await rig.script(lockAndStay, dataDir);
    await expect(lockDataDirectory(dataDir, { patienceMs: 100 })).rejects.toThrow(`(process ${child.pid})`);
  });

  it('of a dead server whose pid another program has now is taken over at once', async () => {
    const dataDir = await rig.directory();
    const { child } = await rig.script(lockAndStay, dataDir);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const stranger = rig.run('sleep', ['1000']);
    await rewrite(dataDir, { pid: stranger.pid });
    await (await lockDataDirectory(dataDir)).release();
    expect(stranger.exitCode).toBeNull();
  });

  it('that no server wrote is replaced', async () => {
    const dataDir = await rig.directory();
    await writeFile(join(dataDir, 'server.lock'), '');
    const lock = await lockDataDirectory(dataDir);
    expect((await holderOf(dataDir)).pid).toBe(process.pid);
    await lock.release();
  });

  it('held in another container counts while its holder touches it, and is taken over when it falls silent', async () => {
    const dataDir = await rig.directory();
    const lock = await lockDataDirectory(dataDir);
    const own = await holderOf(dataDir);
    await rewrite(dataDir, { place: 'elsewhere', pid: 1, token: 'theirs' });
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(
      'process 1 in another container or on another machine',
    );
    await lock.release();
    expect((await holderOf(dataDir)).token).toBe('theirs');
    await utimes(join(dataDir, 'server.lock'), 0, 0);
    const next = await lockDataDirectory(dataDir);
    expect((await holderOf(dataDir)).place).toBe(own.place);
    await next.release();
  });

  it('goes to exactly one of several servers that find it stale together', async () => {
    const dataDir = await rig.directory();
    const { child } = await rig.script(lockAndStay, dataDir);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const racers = await Promise.all(Array.from({ length: 6 }, () => rig.script(lockAndLeave, dataDir)));
    const outcomes = racers.map(({ line }) => line);
    expect(outcomes.filter((line) => line === 'locked')).toHaveLength(1);
    expect(await within(() => racers.every((racer) => racer.child.exitCode !== null))).toBe(true);
  });
});
