import type { ComponentState } from '@fieldmarshal/contract/comms/words';
import type { DayState } from './history.ts';
import type { ThreadStage } from './threads.ts';

export type ShownState = ComponentState | 'maintenance';

export const stateWords: Readonly<Record<ShownState, string>> = {
  operational: 'Operational',
  degraded: 'Degraded',
  'wrong-data': 'Wrong data',
  'partial-outage': 'Partial outage',
  'major-outage': 'Major outage',
  maintenance: 'Under maintenance',
};

export const dayWords: Readonly<Record<DayState, string>> = {
  up: 'no outage',
  degraded: 'degraded',
  'wrong-data': 'wrong data',
  'partial-outage': 'partial outage',
  'major-outage': 'major outage',
  maintenance: 'maintenance',
  unknown: 'not known',
};

export const stageWords: Readonly<Record<ThreadStage, string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
};

/** The sentence at the top. */
export function headline(states: readonly ShownState[]): {
  readonly state: ShownState;
  readonly text: string;
} {
  if (states.length === 0) return { state: 'operational', text: 'Nothing is shown here yet' };
  const has = (state: ShownState): boolean => states.includes(state);
  if (has('major-outage')) return { state: 'major-outage', text: 'Major outage' };
  if (has('partial-outage')) return { state: 'partial-outage', text: 'Partial outage' };
  if (has('wrong-data')) return { state: 'wrong-data', text: 'Some data is wrong' };
  if (has('degraded')) return { state: 'degraded', text: 'Degraded service' };
  if (has('maintenance')) return { state: 'maintenance', text: 'Maintenance in progress' };
  return { state: 'operational', text: 'No known problem' };
}

/** `26 Nov 2026, 10:05 UTC` inside a `<time>` that machines read. */
export function timeHtml(at: number): string {
  const date = new Date(at);
  return `<time datetime="${date.toISOString()}">${timeText(at)}</time>`;
}

function timeText(at: number): string {
  return `${dateText(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function dateText(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** `99.95%`, rounded down, so that an outage never reads as 100; `not known` for null. */
export function percent(share: number | null): string {
  if (share === null) return 'not known';
  const cut = Math.floor(share * 10_000) / 100;
  return `${cut === 100 ? '100' : cut.toFixed(2)}%`;
}
