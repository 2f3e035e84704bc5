import type { CommandOf } from './command.ts';
import { accept, refuse, type Decision } from './decision.ts';
import { undoMs } from '../limits.ts';
import { whoKey } from '../fold/reduce.ts';
import type { Incident, RecentAction } from '../state-schema.ts';

/** What can be taken back after the incident was resolved by somebody. */
const afterwards = new Set([
  'described',
  'noted',
  'marked',
  'task-added',
  'task-assigned',
  'task-done',
  'task-reopened',
  'change-linked',
  'change-unlinked',
  'impact-decided',
  'data-loss-set',
  'workaround-set',
  'review-written',
  'factor-added',
  'factor-changed',
  'factor-removed',
  'action-added',
  'action-changed',
  'action-moved',
  'action-ticketed',
]);

/**
 * Takes back one's own last action by an event that compensates it; the log keeps both. Refused after ten seconds, when somebody changed
 * the same thing since, and for what has already left the house (a team asked for, a resolve): those have verbs of their own to go back.
 */
export function decideUndo(incident: Incident, { seq, by }: CommandOf<'undo'>, now: string): Decision {
  const action = incident.recent.find((other) => other.by === whoKey(by));
  if (action === undefined || (seq !== null && action.seq !== seq))
    return refuse('nothing-to-undo', 'There is nothing of yours to undo here.');
  if (Date.parse(now) - Date.parse(action.at) > undoMs)
    return refuse(
      'undo-too-late',
      `Undo works for ${undoMs / 1_000} seconds; please change it back by hand.`,
    );
  const isClosed = incident.state === 'resolved' || incident.state === 'reviewed';
  if (!action.undoable || (isClosed && !afterwards.has(action.type)))
    return refuse('not-undoable', notUndoable(incident, action));
  if (action.superseded)
    return refuse('undo-superseded', 'Somebody has changed the same thing since; nothing was undone.');
  const { type, back } = action;
  return accept({ type: 'undone', version: 1, data: { seq: action.seq, type, back } });
}

function notUndoable(incident: Incident, action: RecentAction): string {
  switch (action.type) {
    case 'resolved':
    case 'reviewed':
      return `Resolving cannot be undone; reopen ${incident.id} instead.`;
    case 'team-engaged':
      return 'A page may have gone out already; set the team to "declined" or "done" instead.';
    default:
      return 'Your last action here cannot be undone.';
  }
}
