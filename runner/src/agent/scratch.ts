import { chmodSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeProcesses } from '../batch/processes.ts';

/** Short: a browser puts a socket below it, whose path may have 107 characters and no more. */
const prefix = 'fm-lanes-';

/**
 * A folder that other users may read and none may write to, so that runs can have users of their own whatever the rights of the data
 * folder are. Those of runners that were killed are removed.
 */
export function makeScratch(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    endProcessesIn(join(tmpdir(), name));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const scratch = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(scratch, 0o755);
  return scratch;
}

/** What a killed runner had started goes on without anybody to guard it. */
function endProcessesIn(folder: string): void {
  for (const { pid } of seeProcesses()) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)) process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone, or not ours.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
