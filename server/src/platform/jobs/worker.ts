import type { Env } from '../env.ts';
import { listen, type Listener } from '../realtime/listener.ts';
import { runUntilLeft } from './run-job.ts';
import { lanes, laneWidths, perLane, type Handler, type Job, type Lane } from './task.ts';
import {
  claimTimers,
  ensureRecurring,
  leaseMs,
  msUntilNext,
  giveBackTimers,
  renewLeases,
  timerChannel,
  type Room,
} from './timer-store.ts';

/** Takes jobs straight from a commit in this process. */
export interface Handover {
  /** How many more jobs each lane will take now. */
  room(): Room;
  accept(jobs: readonly Job[]): void;
}

/** Longest sleep between looks at the table: finds what a lost wake-up missed. */
const sweepMs = 1_000;
/** Jobs queued per lane beyond the running ones, so that a burst does not wait for the next look. */
const queueDepth = 200;
/** Claimed with one look of each lane, also where fewer run at a time: short jobs are over sooner than the next look would be. */
const claimedAtOnce = {
  react: 24,
  record: 12,
  page: 12,
  deliver: 24,
  bulk: 12,
  think: 12,
  model: 4,
  renew: 2,
  chore: 2,
} as const;

/** These lanes wait while pages and reactions have more to do than they can, e.g. in a storm or after a start; no longer than this from one look to the next. */
const restMsMax: Readonly<Partial<Record<Lane, number>>> = { record: 1_000, chore: 5_000 };
const patient = (lane: Lane): boolean => restMsMax[lane] !== undefined;

interface LaneState {
  readonly tasks: readonly string[];
  /** In the order in which they fell due. */
  readonly queue: Job[];
  readonly running: Set<Promise<void>>;
  /** More is due in the table than the last look took: what is new has to line up there as well. */
  behind: boolean;
}

interface WorkerOptions {
  /** The lanes it takes jobs from; of the others somebody else must. */
  readonly served?: readonly Lane[];
  /** How long it gathers wake-ups before it looks: one look for many jobs, where they may wait that long. */
  readonly wakeRestMs?: number;
}

/**
 * Runs due timers. It is *waiting* (a timeout or a wake-up pending), *claiming* (one query at a time), *stopping* (begins no job, gives back
 * what it holds; running jobs finish) or *stopped* (jobs still running are *left*: what they store from now on is refused by their fence,
 * and how they fail is no news). Jobs reach it by handover from a commit, by NOTIFY, or by the sweep; the table decides, so each of the
 * three may fail.
 */
export class Worker implements Handover {
  readonly #env: Env;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #lanes: Readonly<Record<Lane, LaneState>>;
  readonly #served: readonly Lane[];
  readonly #held = new Map<string, Job>();
  readonly #listener: Listener;
  readonly #renewal: NodeJS.Timeout;
  #timeout: NodeJS.Timeout | undefined;
  #resting: NodeJS.Timeout | undefined;
  #claiming = false;
  #looking = Promise.resolve();
  /** When the table was last looked at for each lane. */
  readonly #lookedAt = perLane(() => performance.now());
  #wokenMeanwhile = false;
  #stopping: Promise<void> | null = null;
  #leftRunning = false;
  /** Came when it had begun to stop: of a claim on its way, or of the last commit of a running job. */
  readonly #tooLate: Job[] = [];
  /** When the table was last looked at with success, on this process's clock; for health. */
  lastSweepAt: Date | null = null;

  constructor(
    env: Env,
    handlers: readonly Handler[],
    { served = lanes, wakeRestMs = 0 }: WorkerOptions = {},
  ) {
    this.#env = env;
    this.#served = served;
    this.#handlers = new Map(handlers.map((handler) => [handler.task.name, handler]));
    this.#lanes = perLane((name) => ({
      tasks: handlers.filter((handler) => handler.task.lane === name).map((handler) => handler.task.name),
      queue: [],
      running: new Set(),
      behind: false,
    }));
    this.#renewal = setInterval(() => void this.#renew(), leaseMs / 3);
    this.#listener = listen(env, timerChannel, (woken) => {
      const isForUs = (name: Lane): boolean => woken.split(' ').includes(name) && !this.#givesWay(name);
      if (woken === '' || served.some(isForUs)) this.#wakeAfter(wakeRestMs);
    });
    void this.#begin(handlers);
  }

  /** Jobs held at this moment, running or queued. */
  get held(): number {
    return this.#held.size;
  }

  room(): Room {
    return perLane((lane) => {
      const isClosed = this.#stopping !== null || !this.#served.includes(lane) || this.#lanes[lane].behind;
      return isClosed || this.#givesWay(lane) ? 0 : Math.max(0, this.#free(lane) + queueDepth);
    });
  }

  accept(jobs: readonly Job[]): void {
    if (this.#stopping !== null) {
      this.#tooLate.push(...jobs);
      return;
    }
    for (const job of jobs) {
      this.#held.set(job.key, job);
      lineUp(this.#lanes[this.#laneOf(job)].queue, job);
    }
    for (const lane of lanes) this.#pump(lane);
  }

  /**
   * Begins no more jobs, gives back at once those not begun, and waits for the running ones, at most `timeoutMs`. What still runs then is
   * taken over when its lease runs out, and may only be begun again: by its fence nothing of it is stored twice. Asked again, it is the same stop.
   */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping ??= this.#stop(timeoutMs);
    return this.#stopping;
  }

  async #stop(timeoutMs: number): Promise<void> {
    clearTimeout(this.#timeout);
    clearTimeout(this.#resting);
    const queued = lanes.flatMap((lane) => this.#lanes[lane].queue.splice(0));
    const running = lanes.flatMap((lane) => [...this.#lanes[lane].running]);
    const ended = Promise.all([this.#giveBack(queued), this.#looking, ...running]).then(async () =>
      this.#giveBack(this.#tooLate),
    );
    await Promise.race([ended, new Promise((resolve) => void setTimeout(resolve, timeoutMs).unref())]);
    clearInterval(this.#renewal);
    this.#leftRunning = true;
    if (this.#held.size > 0)
      this.#env.log.info(
        { jobs: this.#held.size },
        'stopped with jobs running: they are begun again when their leases run out',
      );
    await this.#listener.close();
  }

  async #giveBack(jobs: readonly Job[]): Promise<void> {
    for (const { key } of jobs) this.#held.delete(key);
    if (jobs.length === 0) return;
    await giveBackTimers(this.#env.databases, jobs).catch((error: unknown) =>
      this.#env.log.debug({ error: String(error) }, 'jobs not given back; their leases run out'),
    );
  }

  async #begin(handlers: readonly Handler[]): Promise<void> {
    const recurring = handlers
      .filter((handler) => handler.task.everyMs !== undefined)
      .map((handler) => handler.task.name);
    try {
      await ensureRecurring(this.#env.databases, recurring);
    } catch (error) {
      if (this.#stopping !== null) return;
      this.#env.log.warn({ error: String(error) }, 'recurring tasks not set, trying again');
      setTimeout(() => void this.#begin(handlers), sweepMs).unref();
    }
    this.#wake();
  }

  #laneOf(job: Job): Lane {
    return this.#handlers.get(job.task)?.task.lane ?? 'chore';
  }

  #free(lane: Lane): number {
    return laneWidths[lane] - this.#lanes[lane].running.size - this.#lanes[lane].queue.length;
  }

  #pump(lane: Lane): void {
    const { queue, running } = this.#lanes[lane];
    while (running.size < laneWidths[lane]) {
      const job = queue.shift();
      if (!job) return;
      const around = { env: this.#env, isLeft: () => this.#leftRunning };
      const done = runUntilLeft(around, this.#handlers.get(job.task), job).finally(() => {
        this.#held.delete(job.key);
        running.delete(done);
        this.#pump(lane);
        // Half empty after a full house, or more was due than it took: there may be more in the table.
        const isHalfEmpty = running.size === laneWidths[lane] >> 1;
        if (queue.length === 0 && (isHalfEmpty || this.#lanes[lane].behind)) this.#wake();
      });
      running.add(done);
    }
  }

  #wakeAfter(restMs: number): void {
    if (restMs === 0) {
      this.#wake();
      return;
    }
    this.#resting ??= setTimeout(() => {
      this.#resting = undefined;
      this.#wake();
    }, restMs);
  }

  #wake(): void {
    clearTimeout(this.#timeout);
    if (this.#stopping !== null) return;
    if (this.#claiming) this.#wokenMeanwhile = true;
    else this.#looking = this.#look();
  }

  async #look(): Promise<void> {
    this.#claiming = true;
    this.#wokenMeanwhile = false;
    let sleepMs = sweepMs;
    try {
      sleepMs = await this.#claim();
      this.lastSweepAt = this.#env.clock.now();
    } catch (error) {
      if (this.#stopping === null) this.#env.log.warn({ error: String(error) }, 'worker cannot claim jobs');
    } finally {
      this.#claiming = false;
    }
    clearTimeout(this.#timeout);
    if (this.#stopping === null)
      this.#timeout = setTimeout(() => this.#wake(), this.#wokenMeanwhile ? 0 : Math.ceil(sleepMs));
  }

  async #claim(): Promise<number> {
    const { databases } = this.#env;
    // The patient last: whether they give way depends on what the others have got.
    const pressing = this.#served.filter((lane) => !patient(lane));
    for (const together of [pressing, this.#served.filter(patient)]) {
      const claiming = together.filter((lane) => this.#looksFor(lane));
      for (const lane of claiming) this.#lookedAt[lane] = performance.now();
      const claims = claiming.map((lane) => ({
        tasks: this.#lanes[lane].tasks,
        limit: Math.max(this.#free(lane), claimedAtOnce[lane]),
      }));
      if (claims.length === 0) continue;
      const jobs = await claimTimers(databases, claims);
      for (const [index, lane] of claiming.entries()) {
        const taken = jobs.filter((job) => this.#laneOf(job) === lane).length;
        this.#lanes[lane].behind = taken >= (claims[index]?.limit ?? 0);
      }
      this.accept(jobs);
    }
    // A full lane looks again when it is half empty; the others must not wait for it.
    const open = this.#served
      .filter((lane) => this.#hasRoom(lane))
      .flatMap((lane) => this.#lanes[lane].tasks);
    if (open.length === 0) return sweepMs;
    return Math.min(sweepMs, (await msUntilNext(databases, open)) ?? sweepMs);
  }

  /** A lane kept full by what commits hand over takes of the table too: what was put back there, or set for now, is older. */
  #looksFor(lane: Lane): boolean {
    const { tasks, behind, queue } = this.#lanes[lane];
    const mayTake = this.#free(lane) > 0 || (!behind && queue.length < queueDepth);
    return this.#served.includes(lane) && tasks.length > 0 && mayTake && !this.#givesWay(lane);
  }

  #hasRoom(lane: Lane): boolean {
    return this.#served.includes(lane) && this.#free(lane) > 0 && !this.#givesWay(lane);
  }

  #givesWay(lane: Lane): boolean {
    const isPressed = this.#lanes.page.queue.length > 0 || this.#lanes.react.queue.length > 0;
    return isPressed && performance.now() - this.#lookedAt[lane] < (restMsMax[lane] ?? 0);
  }

  async #renew(): Promise<void> {
    if (this.#held.size === 0) return;
    try {
      await renewLeases(this.#env.databases, [...this.#held.values()]);
    } catch (error) {
      if (!this.#leftRunning) this.#env.log.warn({ error: String(error) }, 'leases not renewed');
    }
  }
}

/** Puts a job behind all that fell due before it, or with it. */
function lineUp(queue: Job[], job: Job): void {
  const before = queue.findLastIndex(({ dueAt }) => dueAt <= job.dueAt);
  queue.splice(before + 1, 0, job);
}
