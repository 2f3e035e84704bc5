import type { NewRunReport, Order } from '@fieldmarshal/contract/checks';
import type { Limits } from '../batch/limits.ts';
import type { Lane, LaneOutcome } from '../batch/lane.ts';
import { BadBundle, type UnpackedBundle } from '../bundle/unpack.ts';
import { networkOf } from '../faults/signs.ts';
import type { RunnerFacts } from '../faults/facts.ts';
import { finish } from '../report/finish.ts';
import { withFilm } from '../report/with-film.ts';
import type { Outcome } from './agent.ts';
import type { Bundles } from './bundles.ts';
import { lookAround } from './machine.ts';
import type { Past } from './past.ts';
import { batchMax, nextBatch } from './queue.ts';

export interface Lanes {
  add(order: Order): void;
  /** How many more orders it wants. */
  free(): number;
  /** Also those that wait. */
  running(): Order[];
  drop(id: string): void;
  someFree(): Promise<void>;
  stop(): Promise<void>;
}

export interface LanesPlan {
  readonly bundles: Bundles;
  readonly past: Past;
  readonly limits: Limits;
  readonly serverUrl: string;
  readonly directory: string;
  readonly deliver: (outcome: Outcome) => void;
  /** After the last lane is closed. */
  readonly onStop: () => void;
}

interface Busy {
  readonly orders: readonly Order[];
  readonly stop: AbortController;
}

/** Hands waiting orders to the lanes, in batches. What a batch could not begin because of another goes back and runs by itself. */
export function lanesOver(lanes: readonly Lane[], plan: LanesPlan): Lanes {
  let waiting: Order[] = [];
  const alone = new Set<string>();
  const busy = new Map<Lane, Busy>();
  const works = new Set<Promise<void>>();
  let isStopped = false;
  let onFree = (): void => undefined;

  const give = (): void => {
    for (const lane of lanes) {
      if (isStopped || busy.has(lane)) continue;
      const orders = nextBatch(waiting, alone);
      if (orders.length === 0) return;
      waiting = waiting.filter((order) => !orders.includes(order));
      const stop = new AbortController();
      busy.set(lane, { orders, stop });
      const work = runOn(lane, { orders, stop }).finally(() => {
        busy.delete(lane);
        works.delete(work);
        onFree();
        give();
      });
      works.add(work);
    }
  };

  const tell = (order: Order, outcome: Outcome): void => {
    alone.delete(order.id);
    plan.past.note(order, outcome.report.verdict);
    plan.deliver(outcome);
  };

  const runOn = async (lane: Lane, { orders, stop }: Busy): Promise<void> => {
    const told = await runOrders(lane, { orders, plan, stop: stop.signal, tell });
    if (stop.signal.aborted) return;
    for (const order of orders) {
      if (told.has(order.id)) continue;
      alone.add(order.id);
      waiting.unshift(order);
    }
  };

  return {
    add: (order) => {
      waiting.push(order);
      // All that came with one answer are there before the first batch is made.
      queueMicrotask(give);
    },
    free: () => Math.max(0, lanes.length * batchMax - waiting.length - busy.size * batchMax),
    running: () => [...waiting, ...[...busy.values()].flatMap(({ orders }) => orders)],
    drop: (id) => {
      waiting = waiting.filter((order) => order.id !== id);
      // Others of its batch would have to begin anew; only one that runs by itself is ended.
      for (const { orders, stop } of busy.values())
        if (orders.length === 1 && orders[0]?.id === id) stop.abort();
    },
    someFree: () =>
      new Promise((resolve) => {
        onFree = resolve;
      }),
    stop: async () => {
      isStopped = true;
      onFree();
      for (const { stop } of busy.values()) stop.abort();
      await Promise.all(works);
      for (const lane of lanes) lane.close();
      plan.onStop();
    },
  };
}

interface Running {
  orders: readonly Order[];
  plan: LanesPlan;
  stop: AbortSignal;
  tell: (order: Order, outcome: Outcome) => void;
}

/** Tells of every order as soon as it has its verdict; answers which were told. */
async function runOrders(lane: Lane, running: Running): Promise<Set<string>> {
  const { orders, plan, tell } = running;
  const told = new Set<string>();
  const tellOnce = (order: Order, outcome: Outcome | undefined): void => {
    if (!outcome || told.has(order.id)) return;
    told.add(order.id);
    tell(order, outcome);
  };
  try {
    const { bundle } = orders[0] ?? {};
    if (!bundle) throw new BadBundle('The order names no bundle.');
    const unpacked = await plan.bundles.get(bundle);
    await runBundle(lane, { ...running, unpacked, tell: tellOnce });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const isBad = error instanceof BadBundle;
    for (const order of orders) tellOnce(order, { report: notRun(order, { words, isBad }), artefacts: [] });
  }
  return told;
}

interface RunningBundle extends Omit<Running, 'tell'> {
  unpacked: UnpackedBundle;
  tell: (order: Order, outcome: Outcome | undefined) => void;
}

async function runBundle(lane: Lane, { orders, plan, stop, unpacked, tell }: RunningBundle): Promise<void> {
  const early: Promise<void>[] = [];
  const tellOf = async (some: readonly Order[], outcome: LaneOutcome): Promise<void> => {
    const finished = await finishHere(plan, { orders: some, outcome });
    for (const order of some) {
      const one = finished.get(order.id);
      tell(order, one && (await withFilm(one, lane)));
    }
  };
  const outcome = await lane.run(unpacked, orders, {
    stop,
    // Film strips cost a third of a run, and are thrown away where it passes.
    filmStrip: orders.some((order) => !plan.past.isSteady(order)),
    onOrder: (id, soFar) => {
      const order = orders.find((one) => one.id === id);
      if (order) early.push(tellOf([order], soFar));
    },
  });
  await Promise.all(early);
  if (outcome.stopped !== 'stop') await tellOf(orders, outcome);
}

async function finishHere(
  plan: LanesPlan,
  { orders, outcome }: { orders: readonly Order[]; outcome: LaneOutcome },
): Promise<Map<string, Outcome>> {
  const hasFailed = [...outcome.units.values()].some(({ ended }) =>
    ended.some(({ isExpected }) => !isExpected),
  );
  const runner: RunnerFacts = await lookAround(hasFailed ? hostsIn(outcome) : [], plan);
  return finish({
    orders,
    outcome,
    runner,
    limits: plan.limits,
    hasPassedBefore: (order) => plan.past.hasPassed(order),
  });
}

/** Hosts that the errors of a batch speak of. */
function hostsIn({ units }: LaneOutcome): string[] {
  const errors = [...units.values()].flatMap(({ ended }) =>
    ended.flatMap((one) => one.errors.map(({ message }) => message)),
  );
  const urls = networkOf(errors, []).flatMap(({ url }) => url ?? []);
  return urls.flatMap((url) => (URL.canParse(url) ? new URL(url).hostname : []));
}

/** Of an order for which there is nothing to run; whether that is the fault of what was deployed, or of this runner. */
function notRun(order: Order, { words, isBad }: { words: string; isBad: boolean }): NewRunReport {
  return {
    id: order.id,
    attempt: order.attempt,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    verdict: 'failed',
    fault: { class: isBad ? 'test' : 'harness', why: words.slice(0, 1000) },
    error: { message: words.slice(0, 5000) },
  };
}
