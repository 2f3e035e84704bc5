import { existsSync } from 'node:fs';
import { readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Every test has a database of its own, some thousand files: on a disk these would cost most of the run, and one that stands still for
 * seconds would be what is tested. What lies there is named `fm-test-`, the process, `-`, and goes when that process is gone.
 */
export async function quickFolder(): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  if (bavail * bsize < neededBytes) return tmpdir();
  await removeLeft(memory);
  return memory;
}

/** More than the databases of two test files at a time and their log take. */
const neededBytes = 6 * 1024 ** 3;

/** What runs that were killed have left would keep its memory until the machine restarts. */
async function removeLeft(memory: string): Promise<void> {
  for (const name of await readdir(memory)) {
    const [, pid] = /^fm-test-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      await rm(join(memory, name), { recursive: true, force: true });
  }
}
