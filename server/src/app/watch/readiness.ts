import { pagingHealth } from '#oncall';
import type { Env, Worker, ZoneData } from '#platform';
import type { Auditor } from './auditor.ts';
import type { Surroundings } from './surroundings.ts';
import { readWorkState, standsStill } from './work-state.ts';

/** Readiness answers within this time, whatever storage does. */
const answerWithinMs = 1_500;
/**
 * A due job older than this means that work is not being done. Being behind in a storm is not that: whoever is taken out of service for it
 * leaves the same work to fewer. Pages count as overdue after as long.
 */
const lagSMax = 60;
const sweepAgeMsMax = 10_000;
/** The auditor looks every 5 s. */
const auditAgeMsMax = 30_000;

export interface Readiness {
  /** Storage answers, work is done, and nothing due lies about: this process may be sent requests. */
  readonly ready: boolean;
  readonly database: 'ok' | 'no answer';
  /** `elsewhere`: another process does the work, and does it. */
  readonly worker: 'ok' | 'stalled' | 'elsewhere';
  readonly lastSweepAt: string | null;
  readonly auditor: 'ok' | 'stalled';
  /** Seconds the oldest due job has waited. */
  readonly oldestDueJobS: number | null;
  readonly duePagesUnsent: number | null;
  /** Pages that should have left over a minute ago, of incidents nobody has been told of, and steps overdue by half a minute. */
  readonly overduePages: number | null;
  /** Zone data of runtime and database, and where they differ; `unknown` until it was compared. */
  readonly zoneData: ZoneData & { readonly state: 'same' | 'differs' | 'unknown' };
  /** Seconds this process's clock is ahead of the database's; null until storage has answered once. */
  readonly clockAheadS: number | null;
}

/** The processes' parts that readiness looks at. */
export interface Watched {
  readonly env: Env;
  readonly worker: Worker | null;
  readonly auditor: Auditor;
  readonly surroundings: Surroundings;
}

/** What `/readyz` tells; never throws. */
export async function readReadiness({ env, worker, auditor, surroundings }: Watched): Promise<Readiness> {
  const found = await withTimeout(Promise.all([readWorkState(env), pagingHealth(env)]));
  const [work, paging] = found ?? [null, null];
  const ageMs = (at: Date | null): number =>
    at === null ? Infinity : env.clock.now().getTime() - at.getTime();
  const ownState = worker !== null && ageMs(worker.lastSweepAt) > sweepAgeMsMax ? 'stalled' : 'ok';
  const elsewhere = work !== null && standsStill(work) ? 'stalled' : 'elsewhere';
  const workerState = worker === null ? elsewhere : ownState;
  return {
    ready: work !== null && workerState !== 'stalled' && work.oldestDueJobS < lagSMax,
    database: work === null ? 'no answer' : 'ok',
    worker: workerState,
    lastSweepAt: worker?.lastSweepAt?.toISOString() ?? null,
    auditor: ageMs(auditor.lastLookAt) > auditAgeMsMax ? 'stalled' : 'ok',
    oldestDueJobS: work?.oldestDueJobS ?? null,
    duePagesUnsent: paging?.dueUnsent ?? null,
    overduePages: paging?.overdue ?? null,
    zoneData: zoneDataShown(surroundings.zoneData),
    clockAheadS: surroundings.clockAheadS,
  };
}

function zoneDataShown(found: ZoneData | null): Readiness['zoneData'] {
  if (found === null)
    return {
      state: 'unknown',
      runtime: process.versions['tz'] ?? 'unknown',
      databaseAtLeast: null,
      differing: [],
    };
  return { state: found.differing.length === 0 ? 'same' : 'differs', ...found };
}

/** Whether the whole way of a page is whole: what the dead-man heartbeat vouches for. */
export function isWhole(state: Readiness): boolean {
  return state.ready && state.auditor === 'ok' && state.overduePages === 0;
}

/** `null` where the work fails or takes longer than readiness may. */
export async function withTimeout<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), answerWithinMs).unref());
  return Promise.race([work.catch(() => null), late]);
}
