import type { CommandOf } from './command.ts';
import type { NewEvent } from '../events/events.ts';
import { accept, type Decision } from './decision.ts';
import type { Incident } from '../state-schema.ts';

/** What was sent; and where it promises the next update, that promise takes the place of the one before. */
export function recordCommunication(
  incident: Incident,
  command: CommandOf<'record-communication'>,
  now: string,
): Decision {
  const { type: _, by: __, approvedBy, nextUpdateAt, changes = [], ...data } = command;
  const sent: NewEvent = {
    type: 'communicated',
    version: 1,
    data: { ...data, by: [...approvedBy], changes: [...changes] },
  };
  const isPromise = nextUpdateAt !== null && Date.parse(nextUpdateAt) > Date.parse(now);
  const isOver = incident.state === 'resolved' || incident.state === 'reviewed';
  if (isOver || incident.updateDue === nextUpdateAt || (nextUpdateAt !== null && !isPromise))
    return accept(sent);
  return accept(sent, { type: 'update-due-set', version: 1, data: { due: nextUpdateAt } });
}
