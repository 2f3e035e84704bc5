import { setTimeout as sleep } from 'node:timers/promises';
import { startLoad } from './load.ts';
import type { Rig } from './rig.ts';

/** What a row of the table says. */
export interface Measured {
  /** Alerts that were acknowledged with 2xx. */
  readonly injected: number;
  /** Of those, the ones nobody was paged for. */
  readonly lost: number;
  /** Pages that came again: under the id of the first, and under another one, which must not be. */
  readonly repeated: number;
  readonly doubled: number;
  /** From the end of the fault until everybody had been paged who should have been by then. */
  readonly recoveryS: number;
  readonly note: string;
}

/** From an alert being sent first to its page arriving, in milliseconds, of the alerts that were sent within `[fromMs, toMs)` of the clock. */
type Waits = (fromMs: number, toMs: number) => number[];

interface Fault {
  /** Brings the fault about, and ends once it is over. */
  readonly inject: () => Promise<void>;
  /** What else is worth saying afterwards. */
  readonly note?: (waits: Waits) => string;
  /** Seconds of load before and after the fault. */
  readonly aroundS?: number;
  /** From one alert to the next, where it is not the usual time. */
  readonly everyMs?: number;
}

const arriveWithinMs = 120_000;
/** What comes twice comes soon. */
const lingerMs = 4_000;

/** Alerts are sent before, during and after the fault; every acknowledged one must be paged for. */
export async function measure(
  rig: Pick<Rig, 'counted' | 'intakes'>,
  { inject, note, aroundS = 2, everyMs }: Fault,
): Promise<Measured> {
  const { counted: sink } = rig;
  const from = sink.arrivals.length;
  const load = startLoad(() => rig.intakes(), everyMs);
  await sleep(aroundS * 1_000);
  await inject();
  const overAt = Date.now();
  await sleep(aroundS * 1_000);
  await load.stop();
  const paged = (): Set<string> => new Set(sink.arrivals.slice(from).map(({ alert }) => alert));
  const missing = (): number => [...load.acknowledged.keys()].filter((alert) => !paged().has(alert)).length;
  const deadline = Date.now() + arriveWithinMs;
  while (missing() > 0 && Date.now() < deadline) await sleep(100);
  await sleep(lingerMs);
  const arrivals = sink.arrivals.slice(from);
  const ids = new Set(arrivals.map(({ id }) => id));
  const before = new Set(
    [...load.acknowledged].filter(([, sentAt]) => sentAt <= overAt).map(([alert]) => alert),
  );
  const firsts = new Map(arrivals.toReversed().map(({ alert, at }) => [alert, at]));
  const last = Math.max(overAt, ...[...firsts].filter(([alert]) => before.has(alert)).map(([, at]) => at));
  const waits: Waits = (fromMs, toMs) =>
    [...load.acknowledged].flatMap(([alert, sentAt]) => {
      const at = firsts.get(alert);
      return at === undefined || sentAt < fromMs || sentAt >= toMs ? [] : [at - sentAt];
    });
  const refused = [...load.refused]
    .map(([status, count]) => `${count} × ${status === 0 ? 'no answer' : status}`)
    .join(', ');
  return {
    injected: load.acknowledged.size,
    lost: missing(),
    repeated: arrivals.length - ids.size,
    doubled: ids.size - paged().size,
    recoveryS: (last - overAt) / 1_000,
    note: [
      note?.(waits),
      refused === '' ? '' : `senders heard ${refused}`,
      `slowest answer ${(load.slowestMs / 1_000).toFixed(1)} s`,
    ]
      .filter(Boolean)
      .join('; '),
  };
}
