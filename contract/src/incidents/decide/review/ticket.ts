import type { CommandOf } from '../command.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import type { NewEvent } from '../../events/events.ts';
import type { Action } from '../../state-schema.ts';
import type { ActionState } from '../../words.ts';

export function ticketAction(
  { ticket: known }: Action,
  { action, ticket }: CommandOf<'ticket-action'>,
): Decision {
  return known?.tracker === ticket?.tracker && known?.key === ticket?.key
    ? accept()
    : accept({ type: 'action-ticketed', version: 1, data: { action, ticket } });
}

/**
 * What a tracker said: links the action, keeps the ticket's state, and moves the action where that state is another than before. The
 * same again is nothing, and so is what the tracker knew before what it has told already. Refused where another tracker has the ticket.
 */
export function hearTicket(known: Action, heard: CommandOf<'hear-ticket'>): Decision {
  const { action, state: from, ticket: held } = known;
  const { ticket, state, means, at } = heard;
  if (held !== null && held.tracker !== ticket.tracker)
    return refuse('other-ticket', `Action ${action} has the ticket ${held.key} of ${held.tracker}.`);
  if (held?.stateAt && at !== null && at < held.stateAt) return accept();
  const events: NewEvent[] = [];
  const url = ticket.url ?? (held?.key === ticket.key ? held.url : null);
  if (held?.key !== ticket.key || held.url !== url)
    events.push({ type: 'action-ticketed', version: 1, data: { action, ticket: { ...ticket, url } } });
  const isNews = state !== null && (held?.key !== ticket.key || held.state !== state);
  if (!isNews) return accept(...events);
  events.push({ type: 'ticket-moved', version: 1, data: { action, state, at } });
  const to = movedBy(from, means);
  const note = `${ticket.key} is “${state}”.`;
  if (to !== from) events.push({ type: 'action-moved', version: 1, data: { action, from, to, note } });
  return accept(...events);
}

/** How far an action is when its ticket came to mean `means`: how it ended stays, and being worked on is more than being open. */
function movedBy(from: ActionState, means: ActionState | null): ActionState {
  const isOver = from === 'done' || from === 'dropped';
  if (means === null) return from;
  if (means === 'doing') return 'doing';
  if (means === 'open') return isOver ? 'open' : from;
  return isOver ? from : means;
}
