import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { processState } from './db/embedded/process-state.ts';
import { holdsWithin } from './db/embedded/wait.ts';
import { AppError } from './errors.ts';

/** Who holds the directory. `place` names the pid namespace: a pid means something only to a process in the same one. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  readonly place: string;
  readonly token: string;
}

const beatMs = 1_000;
/** A holder in another container shows itself only by touching the file; missing it this long, it is dead. */
const silenceMs = 4_000;
const attemptsMax = 5;

interface Patience {
  /** How long a server beside this one may take to end before this one is refused. */
  readonly patienceMs?: number;
  /** Told once the wait begins. */
  readonly onWait?: () => void;
}

/**
 * Takes the data directory for this process, making it if needed. A second server is refused with a sentence that names
 * the first. The lock of a killed one is taken over: at once, or, when it ran in another container, after 4 s of silence.
 */
export async function lockDataDirectory(
  dataDir: string,
  patience: Patience = {},
): Promise<{ release(): Promise<void> }> {
  const path = join(resolve(dataDir), 'server.lock');
  const self = await describeSelf();
  try {
    await mkdir(dataDir, { recursive: true });
    await take(path, self, patience);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const sentence = `The data directory ${dataDir} cannot be written: correct its owner or mode, or choose another one with --data.`;
    throw new AppError('unavailable', sentence, { cause: error, retryable: false });
  }
  const beat = setInterval(() => void touch(path), beatMs).unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await readHolder(path))?.token === self.token) await rm(path, { force: true });
    },
  };
}

async function take(path: string, self: Holder, patience: Patience): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    if (await create(path, self)) return;
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    const holder = parseHolder(text);
    if (holder !== null && (await isAlive(path, holder, self))) {
      const isBeside = holder.place === self.place && holder.pid !== self.pid;
      if (!isBeside || !(await endsInTime(path, holder, patience))) throw refusal(path, holder, self);
      continue;
    }
    await removeStale(path, text);
  }
  throw new AppError('conflict', `Several servers are starting on ${path} at once: start only one.`);
}

/** A link appears whole or not at all, and only if nobody else's is there. */
async function create(path: string, self: Holder): Promise<boolean> {
  const draft = `${path}.${self.token}`;
  await writeFile(draft, `${JSON.stringify(self)}\n`, { mode: 0o644, flush: true });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves the judged file away; if another server replaced it in between, what was moved is that one's, and goes back. */
async function removeStale(path: string, judged: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== judged) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function isAlive(path: string, holder: Holder, self: Holder): Promise<boolean> {
  if (holder.place === self.place) return isStillHere(holder);
  const beatAt = async (): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;
  const before = await beatAt();
  return holdsWithin(silenceMs, async () => (await beatAt()) > before, { everyMs: 100 });
}

async function isStillHere({ pid, startedAt }: Holder): Promise<boolean> {
  const state = await processState(pid);
  return state !== null && !state.zombie && (await startMark(pid)) === startedAt;
}

/** Whether a holder that is alive is gone soon: one that was just killed or stopped takes a moment. */
async function endsInTime(
  path: string,
  holder: Holder,
  { patienceMs = 0, onWait }: Patience,
): Promise<boolean> {
  if (patienceMs === 0) return false;
  onWait?.();
  return holdsWithin(
    patienceMs,
    async () => !(await isStillHere(holder)) || (await readHolder(path))?.token !== holder.token,
    { everyMs: 50 },
  );
}

function refusal(path: string, holder: Holder, self: Holder): AppError {
  const where = holder.place === self.place ? '' : ' in another container or on another machine';
  const which = holder.pid === self.pid && where === '' ? 'this process' : `process ${holder.pid}${where}`;
  return new AppError(
    'conflict',
    `The data directory ${join(path, '..')} is in use by another Fieldmarshal server (${which}): stop that one, or start this one with another --data directory.`,
  );
}

async function describeSelf(): Promise<Holder> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  const place = `${hostname()} ${namespace}`.trim();
  return { pid: process.pid, startedAt: await startMark(process.pid), place, token: randomUUID() };
}

/** Starts are counted from boot, so the boot is part of the mark. */
async function startMark(pid: number): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()} ${(await processState(pid))?.startedAt ?? ''}`;
}

async function readHolder(path: string): Promise<Holder | null> {
  return parseHolder(await readFile(path, 'utf8').catch(() => ''));
}

/** Null for a file that no server of ours wrote. */
function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if (!('pid' in value && 'startedAt' in value && 'place' in value && 'token' in value)) return null;
    const { pid, startedAt, place, token } = value;
    if (typeof pid !== 'number' || typeof startedAt !== 'string') return null;
    if (typeof place !== 'string' || typeof token !== 'string') return null;
    return { pid, startedAt, place, token };
  } catch {
    return null;
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
