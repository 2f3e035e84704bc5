import type { Actor } from '@fieldmarshal/contract';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { executeCommand } from '#incidents';
import { AppError, notFound, type Ctx } from '#platform';
import { meaningOf } from './core/meaning.ts';
import { ticketAddress } from './core/new-ticket.ts';
import type { Heard } from './core/read-heard.ts';
import { findTicket } from './store.ts';
import { speakerOf, type Tracker } from './trackers.ts';

interface Answer {
  readonly ref: string;
  readonly action: string;
  /** How far the action is now. */
  readonly state: string;
  readonly ticket: { readonly key: string; readonly state: string | null };
}

/**
 * Takes in what a tracker says of a ticket: links it, keeps its state, and moves the action. The same again changes nothing. Answers null
 * for a ticket that is of no action here, which most of a tracker's are.
 */
export async function hearTicket(ctx: Ctx, heard: Heard): Promise<Answer | null> {
  permit(ctx, 'ticket.hear');
  const tracker = await trackerOf(ctx);
  const { name, spec } = tracker;
  const place = await placeOf(ctx, tracker, heard);
  if (place === null) return null;
  const incident = await executeCommand(ctx, place.incidentId, {
    type: 'hear-ticket',
    action: place.action,
    ticket: { tracker: name, key: heard.key, url: heard.url ?? ticketAddress(spec.ticket, heard.key) },
    state: heard.state,
    means: heard.state === null ? null : meaningOf(spec.states, heard.state),
    at: heard.at,
  });
  const action = incident.review.actions.find((other) => other.action === place.action);
  if (action === undefined) throw notFound(`Action ${place.action}`);
  return {
    ref: `${incident.id}/${action.action}`,
    action: action.action,
    state: action.state,
    ticket: { key: action.ticket?.key ?? heard.key, state: action.ticket?.state ?? null },
  };
}

async function trackerOf({ env, actor }: { env: Ctx['env']; actor: Actor }): Promise<Tracker> {
  const speaker = actor.kind === 'integration' ? actor.name : null;
  const found = (await readCatalog(env)).list('Tracker').find((tracker) => speakerOf(tracker) === speaker);
  if (found === undefined)
    throw new AppError('forbidden', 'No object of kind Tracker says that this integration speaks for it.');
  return found;
}

/** The action that is named, else the one that has the ticket, else the one that its text names where that is believed. */
async function placeOf(ctx: Ctx, { name, spec }: Tracker, { ref, key, refInText }: Heard) {
  if (ref !== null) return split(ref);
  const known = await findTicket(ctx.env.databases[ctx.pool], { tracker: name, key });
  return known ?? (spec.linkByText && refInText !== null ? split(refInText) : null);
}

function split(ref: string): { incidentId: string; action: string } {
  const [incidentId = '', action = ''] = ref.split('/');
  return { incidentId, action };
}
