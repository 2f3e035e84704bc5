import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { nameForPrograms, programEnvironment, type Cluster } from './cluster.ts';
import { restoreEndpoint, type Endpoint } from './endpoint.ts';
import { faults, outputFault } from './faults.ts';
import { openLog, readLog, sizeOf } from './log-file.ts';
import {
  clearStale,
  occupationOf,
  readPostmasterFile,
  sendSignal,
  type Occupation,
} from './postmaster-file.ts';
import { isStillRunning, processState, type ProcessState } from './process-state.ts';
import { settingArguments } from './settings.ts';
import { holdsWithin } from './wait.ts';

/** Everything needed to start a postmaster, chosen once. */
export interface Plan {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly endpoint: Endpoint;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
}

/** One running postmaster: ours by spawning it, or found running and taken over. `gone` resolves with the reason. */
export interface Postmaster {
  readonly process: Pick<ProcessState, 'pid' | 'startedAt'>;
  readonly adopted: boolean;
  readonly gone: Promise<string>;
}

/** Crash recovery replays at most `max_wal_size`; a disk that needs longer than this is not fit for a pager. */
const readyLimitMs = 120_000;
/** Together under the five seconds in which Ctrl-C must end everything. */
const stopLimitsMs = { fast: 2_500, immediate: 1_000 } as const;
const attemptsMax = 3;

/** Adopts the postmaster of this cluster if one runs as planned, else starts one, past whatever a crash left behind. */
export async function obtainPostmaster(plan: Plan, signal?: AbortSignal): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const occupation = await occupationOf(plan.cluster.dir);
    if (occupation.state === 'live') {
      const adopted = await adopt(plan, occupation, signal);
      if (adopted !== null) return adopted;
    }
    if (occupation.state !== 'absent' || attempt > 1)
      await clearStale(plan.cluster.dir, socketDirectoryOf(plan));
    await restoreEndpoint(plan.endpoint, plan.cluster.identity);
    const outcome = await launch(plan, signal);
    if (typeof outcome !== 'string') return outcome;
    const rival = /is still in use|lock file .* already exists|another server might be running/i.test(
      outcome,
    );
    if (!rival || attempt === attemptsMax)
      throw outputFault(outcome, { cluster: plan.cluster.dir, logPath: plan.cluster.logPath });
  }
}

function socketDirectoryOf(plan: Plan): string | null {
  return plan.endpoint.password === null ? plan.endpoint.host : null;
}

async function commandOf(plan: Plan): Promise<string[]> {
  const { cluster, binaries, endpoint, settings } = plan;
  const name = await nameForPrograms(cluster.identity, cluster.dir);
  return [binaries.postgres, '-D', name, ...settingArguments({ ...settings, ...endpoint.settings })];
}

/** Null when it had to be stopped: it was shutting down, or runs another release or other settings. */
async function adopt(
  plan: Plan,
  found: Extract<Occupation, { state: 'live' }>,
  signal: AbortSignal | undefined,
): Promise<Postmaster | null> {
  const wanted = await commandOf(plan);
  const same = found.command === wanted.join(' ');
  if (same && (await becomesReady(plan, found.process, signal))) {
    plan.log(`PostgreSQL was left running by an earlier server (process ${found.file.pid}) and goes on`);
    return { process: found.process, adopted: true, gone: watchAdopted(found.process) };
  }
  plan.log(
    `stopping the PostgreSQL that an earlier server left running (process ${found.file.pid}) to start afresh`,
  );
  await stopProcess(plan, found.process, 'fast');
  return null;
}

/** True once `postmaster.pid` says so; false when the process ends first, or is on its way out. */
async function becomesReady(
  plan: Plan,
  target: Pick<ProcessState, 'pid' | 'startedAt'>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let ready = false;
  const decided = async (): Promise<boolean> => {
    const file = await readPostmasterFile(plan.cluster.dir);
    ready = file?.pid === target.pid && file.status === 'ready';
    const leaving = file?.pid === target.pid && file.status === 'stopping';
    return ready || leaving || !(await isStillRunning(target));
  };
  await holdsWithin(readyLimitMs, decided, { everyMs: 3, signal });
  return ready;
}

/** What the postmaster wrote to the log if it ended instead of becoming ready. */
async function launch(plan: Plan, signal: AbortSignal | undefined): Promise<Postmaster | string> {
  signal?.throwIfAborted();
  const { cluster } = plan;
  const logFile = await openLog(cluster.logPath);
  const logStart = await sizeOf(cluster.logPath);
  const [program = '', ...args] = await commandOf(plan);
  const child = spawn(program, args, {
    cwd: cluster.dir,
    env: programEnvironment(),
    // A file, not a pipe: PostgreSQL outlives a killed server, and would block or die on a pipe nobody reads.
    stdio: ['ignore', logFile.fd, logFile.fd],
    // A group of its own: Ctrl-C in the terminal must reach the server alone, which then stops PostgreSQL last.
    detached: true,
    ...cluster.identity.drop,
  });
  const gone = watchChild(child);
  try {
    await spawned(child, plan);
  } finally {
    await logFile.close();
  }
  const target = await processState(child.pid ?? 0);
  if (target === null) return readLog(cluster.logPath, logStart);
  try {
    if (await becomesReady(plan, target, signal)) return { process: target, adopted: false, gone };
  } catch (error) {
    await stopProcess(plan, target, 'immediate');
    throw error;
  }
  await stopProcess(plan, target, 'immediate');
  return readLog(cluster.logPath, logStart);
}

function spawned(child: ChildProcess, plan: Plan): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      const denied = 'code' in error && error.code === 'EPERM';
      reject(
        denied
          ? faults.noDropping(plan.cluster.identity.name, error)
          : faults.cannotRun(plan.binaries.postgres, error),
      );
    });
  });
}

function watchChild(child: ChildProcess): Promise<string> {
  // The supervisor alone must not keep a process alive that has nothing else to do.
  child.unref();
  return new Promise((resolve) => {
    child.once('exit', (code, killedBy) =>
      resolve(killedBy === null ? `it ended with exit code ${code}` : `it was ended by ${killedBy}`),
    );
  });
}

/** An adopted process is nobody's child here, so it can only be looked at. */
function watchAdopted(target: Pick<ProcessState, 'pid' | 'startedAt'>): Promise<string> {
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      if (await isStillRunning(target)) setTimeout(() => void look(), 200).unref();
      else resolve('it ended');
    };
    void look();
  });
}

/**
 * `fast` ends transactions and writes a checkpoint; `immediate` leaves that to recovery at the next start. Neither loses
 * a commit. What does not end in time is ended harder.
 */
export async function stopProcess(
  plan: Plan,
  target: Pick<ProcessState, 'pid' | 'startedAt'>,
  mode: 'fast' | 'immediate',
): Promise<void> {
  if (mode === 'fast' && (await endsAfter(plan, target, 'fast'))) return;
  if (await endsAfter(plan, target, 'immediate')) return;
  await sendSignal(target, 'SIGKILL');
  await holdsWithin(1_000, async () => !(await isStillRunning(target)));
}

async function endsAfter(
  plan: Plan,
  target: Pick<ProcessState, 'pid' | 'startedAt'>,
  mode: 'fast' | 'immediate',
): Promise<boolean> {
  if (process.platform === 'win32')
    // Windows has no signals; pg_ctl speaks PostgreSQL's stand-in for them.
    await promisify(execFile)(plan.binaries.pgCtl, ['stop', '-W', '-m', mode, '-D', plan.cluster.dir]).catch(
      () => undefined,
    );
  else await sendSignal(target, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  return holdsWithin(stopLimitsMs[mode], async () => !(await isStillRunning(target)));
}
