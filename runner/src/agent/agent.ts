import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NewRunReport, Order } from '@fieldmarshal/contract/checks';
import type { Limits } from '../batch/limits.ts';
import type { Artefact } from '../report/artefacts.ts';
import { fitted } from '../report/fit.ts';
import { keptKeys } from '../secrets/kept-keys.ts';
import { runnerClient } from './client.ts';
import { startDelivery } from './deliver.ts';
import { keeping } from './keep.ts';
import { renewals } from './leases.ts';
import { memoryRatio, starvedRatio } from './machine.ts';
import { monitorsOf } from './monitors.ts';
import { openLanes } from './open-lanes.ts';
import { pullAgain, wait } from './pull-again.ts';
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
  /** Resolves when it was stopped. A token that is turned away is tried again, seldom: it may be let in later. */
  readonly ended: Promise<void>;
  /** Takes no more work, ends what runs, and leaves what could not be sent for the next start. */
  stop(): Promise<void>;
}

const waitMs = 20_000;

/**
 * A runner: pulls orders, runs them, keeps every report until the server has it. All connections go from here to the server. It may be
 * killed at any moment; what was running then is run by somebody else when its lease is over.
 */
export function startAgent(plan: AgentPlan): Agent {
  mkdirSync(plan.directory, { recursive: true, mode: 0o755 });
  const keys = keptKeys(plan.directory, plan.say);
  const client = runnerClient({ ...plan, keys });
  const spool = openSpool(join(plan.directory, 'spool'));
  const delivery = startDelivery({ client, spool }, plan.say);
  const problems = new Set<string>();
  const kept = keeping(spool, { problems, say: plan.say, onKept: () => delivery.wake() });
  const deliver = ({ report, artefacts }: Outcome): void => kept.add({ report: fitted(report), artefacts });
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
      kept.stop();
      await delivery.stop();
    },
  };
}
