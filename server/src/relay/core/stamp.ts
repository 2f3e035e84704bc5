import { laterOf, tick, hlcZero, type Hlc } from './hlc.ts';

/** An event of the site's own log. */
interface OwnEvent {
  readonly seq: number;
  readonly at: string;
}

/** An entry of headquarters, and how far the site's log had come when it arrived there. */
export interface Arrival {
  readonly seq: number;
  readonly hlc: Hlc;
  readonly arrivedAfter: number;
}

interface Stamp {
  readonly hlc: Hlc;
  /** The last entry of headquarters that whoever wrote it could have seen; 0: none. */
  readonly seen: number;
}

/**
 * Places a site's events in the order of both sides: each after the one before it and after all that had arrived by then. A pure function of
 * the log and the arrivals, so a stamp is the same whenever it is asked for. `events` are the whole log from 1, in order.
 */
export function stampLog(
  events: readonly OwnEvent[],
  arrivals: readonly Arrival[],
): ReadonlyMap<number, Stamp> {
  const waiting = arrivals.toSorted((a, b) => a.arrivedAfter - b.arrivedAfter || a.seq - b.seq);
  const stamps = new Map<number, Stamp>();
  let last = hlcZero;
  let seen = 0;
  for (const { seq, at } of events) {
    while (waiting[0] !== undefined && waiting[0].arrivedAfter < seq) {
      const [arrival] = waiting.splice(0, 1);
      if (arrival === undefined) break;
      last = laterOf(last, arrival.hlc);
      seen = Math.max(seen, arrival.seq);
    }
    last = tick(last, Date.parse(at));
    stamps.set(seq, { hlc: last, seen });
  }
  return stamps;
}
