import { execFile } from 'node:child_process';
import { readFile, readlink, readdir, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What is known of a process. `startedAt` is an opaque mark: two processes that share a pid over time differ in it. */
export interface ProcessState {
  readonly pid: number;
  readonly zombie: boolean;
  readonly startedAt: string;
}

/** Whether `/proc` can tell one process from another; elsewhere only "some process has this pid" is known. */
export const hasProc = process.platform === 'linux';

/** The process with this pid now, or null. A zombie is reported as such: `kill(pid, 0)` succeeds on one. */
export async function processState(pid: number): Promise<ProcessState | null> {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return hasProc ? stateFromProc(pid) : stateFromSignal(pid);
}

async function stateFromProc(pid: number): Promise<ProcessState | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  if (text === null) return null;
  // The command in parentheses may itself hold spaces and parentheses; the fields after the last one are fixed.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[0] ?? '';
  const startedAt = fields[19] ?? '';
  return { pid, zombie: state === 'Z' || state === 'X', startedAt };
}

function stateFromSignal(pid: number): ProcessState | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    const denied = error instanceof Error && 'code' in error && error.code === 'EPERM';
    if (!denied) return null;
  }
  return { pid, zombie: false, startedAt: '' };
}

/** True while the very process that was seen before runs, not a later one with its pid and not its zombie. */
export async function isStillRunning(seen: Pick<ProcessState, 'pid' | 'startedAt'>): Promise<boolean> {
  const now = await processState(seen.pid);
  return now !== null && !now.zombie && now.startedAt === seen.startedAt;
}

/** The command line (arguments joined by spaces) and executable of a live process; null where they cannot be read. */
export async function processImage(
  pid: number,
): Promise<{ readonly command: string; readonly executable: string } | null> {
  try {
    if (!hasProc) {
      const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
      return { command: stdout.trim(), executable: stdout.trim().split(' -')[0] ?? '' };
    }
    const [line, executable] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readlink(`/proc/${pid}/exe`),
    ]);
    return { command: line.split('\0').slice(0, -1).join(' '), executable };
  } catch {
    return null;
  }
}

/** Whether a process has this directory as its working directory, as a postmaster and its backends do. Linux only. */
export async function worksIn(pid: number, directory: string): Promise<boolean> {
  const [here, there] = await Promise.all([stat(directory), stat(`/proc/${pid}/cwd`).catch(() => null)]);
  return there !== null && there.dev === here.dev && there.ino === here.ino;
}

/** Pids of all processes that work in this directory. Empty where there is no `/proc`. */
export async function processesIn(directory: string): Promise<number[]> {
  if (!hasProc) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const inside = await Promise.all(pids.map((pid) => worksIn(pid, directory)));
  return pids.filter((_, index) => inside[index]);
}
