import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { socketName } from './endpoint.ts';
import {
  hasProc,
  isStillRunning,
  processesIn,
  processImage,
  processState,
  worksIn,
  type ProcessState,
} from './process-state.ts';
import { holdsWithin } from './wait.ts';

/** What `postmaster.pid` says; PostgreSQL writes its lines one by one, so the later ones may be missing. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly host: string;
  readonly status: string;
}

/**
 * `absent`: nobody runs. `stale`: the file outlived its postmaster (its pid is free, a zombie, or another program's).
 * `live`: our postmaster runs; `command` is how it was started, null where that counts
 * for nothing: an update replaced its program while it ran, or the system does not tell (Windows).
 */
export type Occupation =
  | { readonly state: 'absent' }
  | { readonly state: 'stale' }
  | {
      readonly state: 'live';
      readonly file: PostmasterFile;
      readonly process: ProcessState;
      readonly command: string | null;
    };

/** How long a backend that lost its postmaster may take to end by itself once told to. */
const leftoverLimitMs = 2_000;

export async function readPostmasterFile(clusterDir: string): Promise<PostmasterFile | null> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, , , port, socketDirectory, address, , status] = lines;
  return {
    pid: Number(pid),
    port: Number(port),
    host: socketDirectory || address || '',
    status: status ?? '',
  };
}

/** Who holds the cluster. A pid is believed only when its process is a postgres and works on this very directory. */
export async function occupationOf(clusterDir: string): Promise<Occupation> {
  const file = await readPostmasterFile(clusterDir);
  if (file === null) return { state: 'absent' };
  const found = await processState(file.pid);
  if (found === null || found.zombie) return { state: 'stale' };
  if (process.platform === 'win32') return { state: 'live', file, process: found, command: null };
  const image = await processImage(file.pid);
  if (image === null || !isPostgres(image.executable)) return { state: 'stale' };
  const here = hasProc ? await worksIn(file.pid, clusterDir) : image.command.includes(` -D ${clusterDir} `);
  const command = replaced.test(image.executable) ? null : image.command;
  return here ? { state: 'live', file, process: found, command } : { state: 'stale' };
}

/** Linux marks a program whose file is gone. */
const replaced = / \(deleted\)$/;

function isPostgres(executable: string): boolean {
  return basename(executable.replace(replaced, '')) === 'postgres';
}

/**
 * Clears the way after a postmaster that is gone. Backends that outlived it hold the shared memory, which a new
 * postmaster rightly refuses to ignore; nothing they do can be committed any more, so they are ended.
 * The lock files go too: PostgreSQL takes a zombie, or another program with the old pid, for a live rival.
 */
export async function clearStale(clusterDir: string, socketDirectory: string | null): Promise<void> {
  await endLeftovers(clusterDir, 'SIGQUIT');
  if (!(await holdsWithin(leftoverLimitMs, async () => (await leftovers(clusterDir)).length === 0)))
    await endLeftovers(clusterDir, 'SIGKILL');
  const locks =
    socketDirectory === null
      ? []
      : [socketName, `${socketName}.lock`].map((name) => join(socketDirectory, name));
  await Promise.all([join(clusterDir, 'postmaster.pid'), ...locks].map((path) => rm(path, { force: true })));
}

async function leftovers(clusterDir: string): Promise<ProcessState[]> {
  const pids = await processesIn(clusterDir);
  const states = await Promise.all(
    pids.map(async (pid) => {
      const image = await processImage(pid);
      return image !== null && isPostgres(image.executable) ? processState(pid) : null;
    }),
  );
  return states.flatMap((state) => (state !== null && !state.zombie ? [state] : []));
}

async function endLeftovers(clusterDir: string, signal: NodeJS.Signals): Promise<void> {
  for (const left of await leftovers(clusterDir)) await sendSignal(left, signal);
}

/** Signals exactly this process; one that has ended meanwhile is left alone, and so is a later one with its pid. */
export async function sendSignal(
  target: Pick<ProcessState, 'pid' | 'startedAt'>,
  signal: NodeJS.Signals,
): Promise<void> {
  if (!(await isStillRunning(target))) return;
  try {
    process.kill(target.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
