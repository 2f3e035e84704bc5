import type { Outcome } from './outcome.ts';
import { withOutcome } from './outcome.ts';
import { judge, type Rules, type State } from './standing.ts';

/** A run as it would have ended. Instants are milliseconds since 1970. */
export interface Replayed {
  readonly at: number;
  readonly place: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** What it would have told ahead. */
  readonly imminent: string | null;
}

interface Alarm {
  readonly from: number;
  readonly to: number | null;
  readonly reason: string;
}

interface Story {
  readonly alarms: readonly Alarm[];
  /** Each time that something began to be imminent. */
  readonly imminent: readonly { readonly from: number; readonly what: string }[];
  /** Null where nothing ran. */
  readonly state: State | null;
}

/** What these runs, oldest first, would have come to by these rules: the very judge that also raises alarms. */
export function replay(runs: readonly Replayed[], rules: Rules): Story {
  const recent = new Map<string, string>();
  const alarms: Alarm[] = [];
  const imminent: { from: number; what: string }[] = [];
  let state: State | null = null;
  let wasImminent = false;
  for (const run of runs) {
    recent.set(run.place, withOutcome(recent.get(run.place) ?? '', run.outcome));
    const isImminent = run.imminent !== null;
    const wasFailing = state === 'failing';
    ({ state } = judge({ places: [...recent.values()], rules, wasFailing, isImminent }));
    if (state === 'failing' && !wasFailing) alarms.push({ from: run.at, to: null, reason: run.reason });
    if (state !== 'failing' && wasFailing) alarms.push({ ...endOf(alarms), to: run.at });
    if (run.imminent !== null && !wasImminent) imminent.push({ from: run.at, what: run.imminent });
    wasImminent = isImminent;
  }
  return { alarms, imminent, state };
}

function endOf(alarms: Alarm[]): Alarm {
  const last = alarms.pop();
  if (!last) throw new Error('what ends has begun');
  return last;
}
