import type { NewRunReport, Order } from '@fieldmarshal/contract/checks';
import { runMonitor } from '@fieldmarshal/runner/monitors';
import { runnerKeys } from '@fieldmarshal/runner/sealed';
import { inTransaction, systemCtx, type Env } from '#platform';
import type { Runner } from '../runners/runner.ts';
import { ensureEmbedded } from '../store/embedded-store.ts';
import { noteSeen } from '../store/runner-store.ts';
import { pullWork } from '../work/pull.ts';
import { takeResults } from '../work/take-results.ts';
import { wakeRunners } from '../work/wake.ts';

/** Monitors at the same time. */
const widthMax = 200;
/** Reports that one transaction takes. */
const batchMax = 200;
const seenEveryMs = 15_000;
/** Passing runs wait so long for others to share their commit; what failed goes at once. */
const gatherMs = 20;
const retryMs = 1_000;
const pullWaitMs = 20_000;

/**
 * The runner inside the server: runs monitors as any other runner does, without the network between. It is *pulling* (at most one pull),
 * *running* up to {@link widthMax} monitors, and *storing* (at most one batch; what ends meanwhile is the next). A report that cannot be
 * stored is kept and stored later; what was running at a stop is run again when its lease ends.
 */
export function startEmbeddedRunner(env: Env): { stop(): Promise<void> } {
  if (env.config.role === 'web' || !env.config.embeddedRunner) return { stop: async () => undefined };
  const stopping = new AbortController();
  const working = work(env, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      wakeRunners(env.databases);
      await working;
    },
  };
}

async function work(env: Env, stop: AbortSignal): Promise<void> {
  const runner = await enrolled(env, stop);
  if (runner === null) return;
  const running = new Set<Promise<void>>();
  const keys = runnerKeys();
  const store = storing(env, runner);
  let seenAt = -Infinity;
  while (!stop.aborted) {
    try {
      if (performance.now() - seenAt > seenEveryMs) {
        await noteSeen(env.databases.worker, runner.id, seen(running.size));
        seenAt = performance.now();
      }
      const monitors = widthMax - running.size;
      if (monitors === 0) {
        await Promise.race(running);
        continue;
      }
      const wants = { monitors, e2e: 0 };
      const orders = await pullWork(env, runner, {
        wants,
        waitMs: Math.min(pullWaitMs, seenEveryMs),
        signal: stop,
        key: keys.publicKey,
      });
      for (const order of orders) begin(keys.open(order), { running, stop, done: store.add });
    } catch (error) {
      env.log.warn({ error: String(error) }, 'the embedded runner cannot get its work, trying again');
      await pause(retryMs, stop);
    }
  }
  await Promise.all(running);
  await store.finish();
}

interface Begin {
  readonly running: Set<Promise<void>>;
  readonly stop: AbortSignal;
  readonly done: (report: NewRunReport) => void;
}

function begin(order: Order, { running, stop, done }: Begin): void {
  const run = runOne(order, stop, done).finally(() => running.delete(run));
  running.add(run);
}

async function runOne(order: Order, stop: AbortSignal, done: Begin['done']): Promise<void> {
  const report = await runMonitor(order, stop);
  // What a stop cut off says nothing; its lease ends and it is run again.
  if (!stop.aborted) done(report);
}

/** Stores reports in batches, one after the other, so that what ends while a batch is stored shares the next commit. */
function storing(env: Env, runner: Runner) {
  const waiting: NewRunReport[] = [];
  let storingNow: Promise<void> | null = null;
  let ended = false;
  let hurry = (): void => undefined;
  const gather = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, gatherMs);
    hurry = resolve;
    await promise;
    clearTimeout(timer);
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      if (!ended && waiting.length < batchMax && waiting.every(isQuiet)) await gather();
      const batch = waiting.slice(0, batchMax);
      try {
        await takeResults(env, runner, { reports: batch, skewMs: 0 });
        waiting.splice(0, batch.length);
      } catch (error) {
        env.log.warn({ error: String(error), waiting: waiting.length }, 'runs not stored, trying again');
        if (ended) return;
        await pause(retryMs);
      }
    }
  };
  const start = (): Promise<void> => {
    storingNow ??= drain().finally(() => {
      storingNow = null;
      if (waiting.length > 0 && !ended) void start();
    });
    return storingNow;
  };
  return {
    add: (report: NewRunReport): void => {
      waiting.push(report);
      if (!isQuiet(report)) hurry();
      void start();
    },
    finish: async (): Promise<void> => {
      ended = true;
      hurry();
      await start();
    },
  };
}

/** Whether nobody waits for it: it passed, and nothing is imminent. */
function isQuiet({ verdict, imminent }: NewRunReport): boolean {
  return verdict === 'passed' && (imminent ?? null) === null;
}

async function enrolled(env: Env, stop: AbortSignal): Promise<Runner | null> {
  while (!stop.aborted) {
    try {
      return await inTransaction(systemCtx(env, 'embedded runner'), async (tx) =>
        ensureEmbedded(tx, env.config.place),
      );
    } catch (error) {
      env.log.warn({ error: String(error) }, 'the embedded runner is not enrolled, trying again');
      await pause(retryMs, stop);
    }
  }
  return null;
}

function seen(running: number) {
  const state = { running, spooled: 0, cpuRatio: null, memoryRatio: null, problems: [] };
  return { version: 'embedded', state, skewMs: 0 };
}

async function pause(ms: number, stop?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  stop?.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
