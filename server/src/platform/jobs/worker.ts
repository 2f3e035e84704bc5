import type { Ctx, Env } from '../env.ts';
import { systemCtx } from '../env.ts';
import {
  claimTimers,
  finishTimer,
  leaseMs,
  msUntilNext,
  postponeTimer,
  renewLeases,
  timerChannel,
  type Room,
} from './timer-store.ts';
import { laneWidths, type Handler, type Job, type Lane } from './task.ts';
import { listen, type Listener } from '../realtime/listener.ts';

/** Thrown when a job's claim ran out or its timer was set anew while it ran: its effects must not be stored. */
export class LeaseLost extends Error {
  constructor(key: string) {
    super(`the claim on ${key} was lost`);
    this.name = 'LeaseLost';
  }
}

/** Takes jobs straight from a commit in this process. */
export interface Handover {
  /** How many more jobs each lane will take now. */
  room(): Room;
  accept(jobs: readonly Job[]): void;
}

export interface Worker {
  readonly handover: Handover;
  /** Jobs held at this moment, running or queued. */
  readonly held: number;
  /** Takes no more jobs and waits for the running ones, at most `timeoutMs`; what is left is taken over when its lease runs out. */
  stop(timeoutMs: number): Promise<void>;
}

/** Longest sleep between looks at the table: finds what a lost wake-up missed. */
const sweepMs = 1_000;
/** Jobs queued per lane beyond the running ones, so that a burst does not wait for the next look. */
const queueDepth = 200;

const lanes = Object.keys(laneWidths) as Lane[];

/**
 * Runs due timers. States: *waiting* (a timeout or a wake-up pending), *claiming* (one query at a time), *stopping* (no claims; running
 * jobs finish). Jobs reach it by handover from a commit, by NOTIFY, or by the sweep; the table decides, so each way may fail.
 */
export function startWorker(env: Env, handlers: readonly Handler[]): Worker {
  const byTask = new Map(handlers.map((handler) => [handler.task.name, handler]));
  const tasksOfLane = new Map(
    lanes.map((lane) => [lane, handlers.filter((h) => h.task.lane === lane).map((h) => h.task.name)]),
  );
  const queues: Record<Lane, Job[]> = { react: [], page: [], deliver: [], chore: [] };
  const running: Record<Lane, Set<Promise<void>>> = {
    react: new Set(),
    page: new Set(),
    deliver: new Set(),
    chore: new Set(),
  };
  const held = new Map<string, Job>();
  let stopping = false;
  let claiming = false;
  let again = false;
  let timeout: NodeJS.Timeout | undefined;

  const laneOf = (job: Job): Lane => byTask.get(job.task)?.task.lane ?? 'chore';
  const free = (lane: Lane): number => laneWidths[lane] - running[lane].size - queues[lane].length;

  const pump = (lane: Lane): void => {
    while (running[lane].size < laneWidths[lane]) {
      const job = queues[lane].shift();
      if (!job) return;
      const done = runJob(env, byTask.get(job.task), job).finally(() => {
        held.delete(job.key);
        running[lane].delete(done);
        pump(lane);
        if (queues[lane].length === 0 && free(lane) >= laneWidths[lane] / 2) wake();
      });
      running[lane].add(done);
    }
  };

  const take = (jobs: readonly Job[]): void => {
    for (const job of jobs) {
      held.set(job.key, job);
      queues[laneOf(job)].push(job);
    }
    for (const lane of lanes) pump(lane);
  };

  const claimAll = async (): Promise<number> => {
    for (const lane of lanes) {
      const limit = free(lane);
      const tasks = tasksOfLane.get(lane) ?? [];
      if (limit > 0 && tasks.length > 0) take(await claimTimers(env.databases.worker, { tasks, limit }));
    }
    const next = await msUntilNext(env.databases.worker);
    const full = lanes.some((lane) => free(lane) <= 0);
    return Math.min(sweepMs, full ? sweepMs : (next ?? sweepMs));
  };

  const look = async (): Promise<void> => {
    if (claiming || stopping) {
      again = true;
      return;
    }
    claiming = true;
    again = false;
    let sleepMs = sweepMs;
    try {
      sleepMs = await claimAll();
    } catch (error) {
      env.log.warn({ error: String(error) }, 'worker cannot claim jobs');
    } finally {
      claiming = false;
    }
    clearTimeout(timeout);
    if (!stopping) timeout = setTimeout(wake, again ? 0 : Math.ceil(sleepMs));
  };
  const wake = (): void => {
    clearTimeout(timeout);
    void look();
  };

  const renewal = setInterval(() => {
    if (held.size === 0) return;
    renewLeases(env.databases.worker, [...held.values()]).catch((error: unknown) =>
      env.log.warn({ error: String(error) }, 'leases not renewed'),
    );
  }, leaseMs / 3);
  const listener: Listener = listen(env, timerChannel, wake);
  wake();

  return {
    handover: {
      room: () => {
        const room = (lane: Lane): number =>
          stopping
            ? 0
            : Math.max(0, laneWidths[lane] - running[lane].size + queueDepth - queues[lane].length);
        return { react: room('react'), page: room('page'), deliver: room('deliver'), chore: room('chore') };
      },
      accept: take,
    },
    get held() {
      return held.size;
    },
    stop: async (timeoutMs) => {
      stopping = true;
      clearTimeout(timeout);
      for (const lane of lanes) queues[lane].length = 0;
      const all = Promise.all(lanes.flatMap((lane) => [...running[lane]]));
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
      clearInterval(renewal);
      await listener.close();
    },
  };
}

/** Runs one claimed job to its end; never throws. */
export async function runJob(env: Env, handler: Handler | undefined, job: Job): Promise<void> {
  const ctx: Ctx = { ...systemCtx(env, job.task), requestId: job.key };
  try {
    if (!handler) throw new Error(`no handler for task ${job.task}`);
    const { everyMs } = handler.task;
    await handler.run(
      everyMs === undefined ? { ...ctx, job: { key: job.key, attempts: job.attempts } } : ctx,
      job.payload,
    );
    await finishTimer(env.databases.worker, job, everyMs);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    env.log.warn(
      {
        job: job.key,
        attempts: job.attempts,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      },
      'job failed, will be tried again',
    );
    await postponeTimer(env.databases.worker, job, String(error)).catch(() => undefined);
  }
}
