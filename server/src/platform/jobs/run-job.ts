import { systemCtx, type Ctx, type Env } from '../env.ts';
import { countJob } from '../telemetry/metrics.ts';
import { traced } from '../telemetry/tracing.ts';
import type { Handler, Job } from './task.ts';
import { finishTimer, postponeTimer } from './timer-store.ts';

/** Thrown when a job's claim ran out or its timer was set anew while it ran: its effects must not be stored. */
export class LeaseLost extends Error {
  constructor(key: string, options?: ErrorOptions) {
    super(`the claim on ${key} was lost`, options);
    this.name = 'LeaseLost';
  }
}

/** Runs one claimed job to its end; never throws. */
export async function runJob(env: Env, handler: Handler | undefined, job: Job): Promise<void> {
  return runUntilLeft({ env, isLeft: () => false }, handler, job);
}

/** The same. How it fails once it is left says nothing of the job: its process ends around it. */
export async function runUntilLeft(around: Around, handler: Handler | undefined, job: Job): Promise<void> {
  const startedAt = performance.now();
  const attributes = { 'fieldmarshal.attempts': job.attempts };
  const outcome = await traced({ name: `job ${job.task}`, kind: 'CONSUMER', attributes }, async () =>
    runOnce(around, handler, job),
  );
  countJob(job.task, outcome, (performance.now() - startedAt) / 1_000);
}

type JobOutcome = 'done' | 'failed' | 'taken-over';

interface Around {
  readonly env: Env;
  readonly isLeft: () => boolean;
}

async function runOnce({ env, isLeft }: Around, handler: Handler | undefined, job: Job): Promise<JobOutcome> {
  const ctx: Ctx = { ...systemCtx(env, 'Fieldmarshal'), requestId: job.key };
  try {
    if (!handler) throw new Error(`no handler for task ${job.task}`);
    const { everyMs } = handler.task;
    const own = { key: job.key, attempts: job.attempts, finished: false };
    await handler.run(everyMs === undefined ? { ...ctx, job: own } : ctx, job.payload);
    if (!own.finished) await finishTimer(env.databases, job, everyMs);
    return 'done';
  } catch (error) {
    if (error instanceof LeaseLost || isLeft()) return 'taken-over';
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    env.log.warn({ job: job.key, attempts: job.attempts, reason }, 'job failed, will be tried again');
    await postponeTimer(env.databases, job, String(error)).catch(() => undefined);
    return 'failed';
  }
}
