import type { ScriptEvent } from './script.ts';

const dueTypes: ReadonlySet<string> = new Set(['update-due-set', 'team-update-due-set']);

/** An event with its promise of a next update moved to another clock; every other event as it is. */
export function placedDue(event: ScriptEvent, moved: (instant: string) => string): ScriptEvent {
  const { data } = event;
  if (!dueTypes.has(event.type) || typeof data !== 'object' || data === null) return event;
  if (!('due' in data) || typeof data.due !== 'string') return event;
  return { ...event, data: { ...data, due: moved(data.due) } };
}
