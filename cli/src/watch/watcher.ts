import { utcMinute } from '@fieldmarshal/contract/text';

/** What is known of one watched server; survives a restart of the watcher. Times are milliseconds since the epoch. */
export interface TargetState {
  /** Looks in a row that failed; 0 after one that did not. */
  readonly failures: number;
  /** Looks in a row that went well. */
  readonly successes: number;
  /** When the alarm was raised; null while there is none. */
  readonly alarmedAt: number | null;
  /** Alarms sent since then, the first included. */
  readonly alarms: number;
  /** When the alarm is repeated; null while there is none. */
  readonly repeatAt: number | null;
}

export const unknownTarget: TargetState = {
  failures: 0,
  successes: 0,
  alarmedAt: null,
  alarms: 0,
  repeatAt: null,
};

/** One look at `/readyz`: `null` = all is well, else what is wrong, as a sentence. */
export type Look = string | null;

export interface Message {
  readonly event: 'down' | 'still-down' | 'recovered' | 'test';
  /** The same for every attempt to send this message. */
  readonly id: string;
  readonly target: string;
  readonly title: string;
  readonly text: string;
}

/** Looks that must go well before an alarm counts as over: one that happens to answer is not back. */
const successesToRecover = 2;
/** Repeats come after these minutes; the last one goes on. */
const repeatMinutes = [5, 10, 20, 40, 60];

interface Observe {
  readonly target: string;
  readonly look: Look;
  readonly now: number;
  /** Failed looks in a row that raise the alarm. */
  readonly failuresMax: number;
}

/**
 * Takes in one look. After `failuresMax` failures in a row it alarms, repeats with growing waits until the server is back, and then says
 * so; a server that was never alarmed about recovers in silence. A clock that jumps back delays a repeat, never the first alarm.
 */
export function observe(
  state: TargetState,
  { target, look, now, failuresMax }: Observe,
): { state: TargetState; message: Message | null } {
  if (look === null) return succeed(state, { target, now });
  const failures = state.failures + 1;
  const failed = { ...state, failures, successes: 0 };
  const isFirst = state.alarmedAt === null;
  const isDue = isFirst ? failures >= failuresMax : now >= (state.repeatAt ?? 0);
  if (!isDue) return { state: failed, message: null };
  const alarmedAt = state.alarmedAt ?? now;
  const alarms = state.alarms + 1;
  const waitMinutes = repeatMinutes[Math.min(alarms, repeatMinutes.length) - 1] ?? 60;
  const next: TargetState = { ...failed, alarmedAt, alarms, repeatAt: now + waitMinutes * 60_000 };
  const event = isFirst ? 'down' : 'still-down';
  const since = `since ${utcMinute(alarmedAt)}, ${failures} looks in a row`;
  return {
    state: next,
    message: {
      event,
      id: `watch-${nameOf(target)}-${alarmedAt}-${alarms}`,
      target,
      title: isFirst ? `Fieldmarshal is down: ${target}` : `Fieldmarshal is still down: ${target}`,
      text: `${look} (${since}). Pages may not reach anybody: reach people by other ways until it is back.`,
    },
  };
}

function succeed(
  state: TargetState,
  { target, now }: { target: string; now: number },
): { state: TargetState; message: Message | null } {
  const successes = state.successes + 1;
  if (state.alarmedAt === null) return { state: { ...unknownTarget, successes }, message: null };
  if (successes < successesToRecover) return { state: { ...state, failures: 0, successes }, message: null };
  const minutes = Math.floor((now - state.alarmedAt) / 60_000);
  const later = minutes === 0 ? 'less than a minute' : `${minutes} min`;
  return {
    state: { ...unknownTarget, successes },
    message: {
      event: 'recovered',
      id: `watch-${nameOf(target)}-${state.alarmedAt}-recovered`,
      target,
      title: `Fieldmarshal is back: ${target}`,
      text: `It answers and its pager works again, ${later} after the alarm at ${utcMinute(state.alarmedAt)}.`,
    },
  };
}

/** A server's address as part of an id. */
function nameOf(target: string): string {
  return target.replaceAll(/[^A-Za-z0-9.]+/g, '-').slice(0, 80);
}
