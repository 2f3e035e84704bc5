import type { Incident } from '@fieldmarshal/contract/incidents';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { executeCommand } from '#incidents';
import { AppError, type Ctx } from '#platform';
import { ticketAddress } from './core/new-ticket.ts';

interface Link {
  readonly id: string;
  readonly action: string;
  readonly ticket: { readonly tracker: string; readonly key: string } | null;
}

/** Somebody says which ticket an action has, or that it has none. Refuses a tracker that the catalog does not know. */
export async function linkTicket(ctx: Ctx, { id, action, ticket }: Link): Promise<Incident> {
  permit(ctx, 'incident.task');
  if (ticket === null) return executeCommand(ctx, id, { type: 'ticket-action', action, ticket });
  const tracker = (await readCatalog(ctx.env)).get('Tracker', ticket.tracker);
  if (tracker === undefined) {
    const message = `there is no Tracker called "${ticket.tracker}"`;
    throw new AppError('invalid', `ticket.tracker: ${message}`, {
      faults: [{ path: 'ticket.tracker', message }],
    });
  }
  const url = ticketAddress(tracker.spec.ticket, ticket.key);
  return executeCommand(ctx, id, { type: 'ticket-action', action, ticket: { ...ticket, url } });
}
