import type { Action } from '@fieldmarshal/contract/incidents/room';
import { nowMs } from '../../ui/clock.ts';

/** Over when its day has passed in UTC and nothing ended it, as the server counts too. */
export function isOverdue({ state, dueOn }: Pick<Action, 'state' | 'dueOn'>): boolean {
  if (state === 'done' || state === 'dropped' || dueOn === null) return false;
  return dueOn < new Date(nowMs()).toISOString().slice(0, 10);
}
