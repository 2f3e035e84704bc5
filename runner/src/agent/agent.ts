import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { NewRunReport, Order } from '@fieldmarshal/contract/checks';
import { defaultLimits, type Limits } from '../batch/limits.ts';
import { openLane, type Lane } from '../batch/lane.ts';
import { makeBrowserFolder } from '../browser/browser-folder.ts';
import { findInstalled } from '../browser/find-browser.ts';
import type { Artefact } from '../report/artefacts.ts';
import { fitted } from '../report/fit.ts';
import { openBundles } from './bundles.ts';
import { Turned, runnerClient, type Client } from './client.ts';
import { startDelivery } from './deliver.ts';
import { lanesOver, type Lanes } from './lanes.ts';
import { memoryRatio, starvedRatio } from './machine.ts';
import { openPast } from './past.ts';
import { makeScratch } from './scratch.ts';
import { openSpool } from './spool.ts';

export interface AgentPlan {
  readonly url: string;
  readonly token: string;
  /** Its own: what waits to be sent. Bundles and lanes lie in the system's folder for temporary files, where other users can read. */
  readonly directory: string;
  readonly version: string;
  /** Of browsers at the same time; by default one for each core. */
  readonly lanes?: number;
  readonly monitorsMax?: number;
  readonly limits?: Limits;
  /** Makes one run of a monitor; without it only e2e checks are run here. */
  readonly runMonitor?: (order: Order, stop: AbortSignal) => Promise<Outcome>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (words: string) => void;
}

export interface Outcome {
  readonly report: NewRunReport;
  readonly artefacts: readonly Artefact[];
}

export interface Agent {
  /** Resolves when it was stopped, or rejects when the server turns its token away for good. */
  readonly ended: Promise<void>;
  /** Takes no more work, ends what runs, and leaves what could not be sent for the next start. */
  stop(): Promise<void>;
}

const waitMs = 20_000;
const againMs = [1_000, 2_000, 5_000, 10_000, 20_000];
const turnedMs = 30_000;

/**
 * A runner: pulls orders, runs them, keeps every report until the server has it. All connections go from here to the server. It may be
 * killed at any moment; what was running then is run by somebody else when its lease is over.
 */
export function startAgent(plan: AgentPlan): Agent {
  mkdirSync(plan.directory, { recursive: true, mode: 0o755 });
  const client = runnerClient(plan);
  const spool = openSpool(join(plan.directory, 'spool'));
  const delivery = startDelivery({ client, spool }, plan.say);
  const problems = new Set<string>();
  const deliver = ({ report, artefacts }: Outcome): void => {
    spool.add(fitted(report), artefacts);
    delivery.wake();
  };
  const lanes = openLanes(plan, { client, deliver, problems });
  const monitors = monitorsOf(plan, deliver);
  const ended = new AbortController();
  const leases = renewals({ client, lanes, monitors });

  const pullOnce = async (): Promise<void> => {
    const askedAt = performance.now();
    const answer = await client.pull(
      {
        version: plan.version,
        wants: { e2e: lanes.free(), monitors: monitors.free() },
        waitMs,
        state: {
          running: lanes.running().length + monitors.running().length,
          spooled: spool.length,
          cpuRatio: starvedRatio(),
          memoryRatio: memoryRatio(),
          problems: [...problems].slice(0, 20),
        },
      },
      ended.signal,
    );
    // A server that does not wait is not asked more than once a second.
    if (answer.orders.length === 0) await wait(askedAt + 1_000 - performance.now(), ended.signal);
    for (const order of answer.orders) {
      leases.hold(order);
      if (order.probe.type === 'e2e') lanes.add(order);
      else monitors.add(order);
    }
    // With nothing free the server answers at once; a free place wakes us.
    if (lanes.free() + monitors.free() === 0) await Promise.race([lanes.someFree(), monitors.someFree()]);
  };

  const loop = pullAgain(pullOnce, { signal: ended.signal, say: plan.say });
  return {
    ended: loop,
    stop: async () => {
      ended.abort();
      leases.stop();
      monitors.stop();
      await lanes.stop();
      await loop.catch(() => undefined);
      await delivery.stop();
    },
  };
}

/** Again and again; after a failure later and later, and seldom while the token is not (yet, or no longer) known. */
async function pullAgain(
  once: () => Promise<void>,
  { signal, say }: { signal: AbortSignal; say: (words: string) => void },
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await once();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      const isTurned = error instanceof Turned;
      const words = error instanceof Error ? error.message : String(error);
      if (failures === 0)
        say(isTurned ? `The server turns this runner away: ${words}` : `The server is away: ${words}`);
      failures += 1;
      await wait(isTurned ? turnedMs : (againMs[Math.min(failures, againMs.length) - 1] ?? 20_000), signal);
    }
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, Math.max(0, ms));
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}

function openLanes(
  plan: AgentPlan,
  {
    client,
    deliver,
    problems,
  }: { client: Client; deliver: (outcome: Outcome) => void; problems: Set<string> },
): Lanes {
  const installed = findInstalled(plan.environment);
  const scratch = makeScratch();
  const browserFolder = join(scratch, 'browsers');
  makeBrowserFolder(browserFolder, installed);
  const limits = plan.limits ?? defaultLimits;
  const count = plan.lanes ?? availableParallelism();
  const lanes: Lane[] = Array.from({ length: count }, (_, index) =>
    openLane({
      directory: join(scratch, `lane-${index}`),
      browserFolder,
      browser: installed.browser,
      hasVideo: installed.ffmpeg !== null,
      limits,
    }),
  );
  if (installed.browser === null)
    problems.add('No Chromium or Chrome was found: e2e checks cannot run here.');
  if (lanes.some(({ isApart }) => !isApart) && process.getuid?.() === 0) {
    problems.add('Runs share the user of the runner: another user cannot read its program.');
  }
  return lanesOver(lanes, {
    bundles: openBundles(join(scratch, 'bundles'), client),
    past: openPast(),
    limits,
    serverUrl: plan.url,
    directory: plan.directory,
    deliver,
    onStop: () => rmSync(scratch, { recursive: true, force: true }),
  });
}

interface Monitors {
  add(order: Order): void;
  free(): number;
  running(): Order[];
  drop(id: string): void;
  someFree(): Promise<void>;
  stop(): void;
}

function monitorsOf(
  { runMonitor = unknownHere, monitorsMax, say }: AgentPlan,
  deliver: (outcome: Outcome) => void,
): Monitors {
  const most = runMonitor === unknownHere ? 0 : (monitorsMax ?? 200);
  const running = new Map<string, { order: Order; stop: AbortController }>();
  let onFree = (): void => undefined;
  return {
    free: () => most - running.size,
    running: () => [...running.values()].map(({ order }) => order),
    someFree: () =>
      new Promise((resolve) => {
        onFree = resolve;
      }),
    drop: (id) => running.get(id)?.stop.abort(),
    stop: () => {
      for (const { stop } of running.values()) stop.abort();
      onFree();
    },
    add: (order) => {
      const stop = new AbortController();
      running.set(order.id, { order, stop });
      void runMonitor(order, stop.signal)
        .then((outcome) => (stop.signal.aborted ? undefined : deliver(outcome)))
        .catch((error: unknown) =>
          say(`A monitor broke: ${error instanceof Error ? error.message : String(error)}`),
        )
        .finally(() => {
          running.delete(order.id);
          onFree();
        });
    },
  };
}

/** The server is never asked for these, so none comes. */
function unknownHere(): Promise<Outcome> {
  return Promise.reject(new Error('Monitors are not run here.'));
}

/** Renews the leases of all that runs, well before the shortest ends, and drops what nobody wants any more. */
function renewals({ client, lanes, monitors }: { client: Client; lanes: Lanes; monitors: Monitors }): {
  hold(order: Order): void;
  stop(): void;
} {
  let leaseMs = 60_000;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const renew = async (): Promise<void> => {
    const runs = [...lanes.running(), ...monitors.running()].map(({ id, attempt }) => ({ id, attempt }));
    if (runs.length > 0) {
      const answer = await client.renew(runs.slice(0, 1000)).catch(() => null);
      if (answer) leaseMs = answer.leaseMs;
      for (const id of answer?.ended ?? []) {
        lanes.drop(id);
        monitors.drop(id);
      }
    }
    plan();
  };
  const plan = (): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void renew(), Math.max(1_000, leaseMs / 3)).unref();
  };
  plan();
  return {
    hold: (order) => {
      if (order.leaseMs >= leaseMs) return;
      leaseMs = order.leaseMs;
      plan();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
