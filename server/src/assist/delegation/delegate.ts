import { isKnownEvent, type Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { delegateIncident, getIncident, listEvents } from '#incidents';
import { notFound, type Ctx } from '#platform';
import { readOffer } from './offer.ts';

interface Input {
  readonly id: string;
  readonly team: string;
  readonly minutes: number;
  readonly reason: string;
}

/** Gives an incident to a team alone, with what is known now as its context pack. */
export async function delegate(ctx: Ctx, { id, team, minutes, reason }: Input): Promise<Incident> {
  permit(ctx, 'incident.role');
  const { pack, points } = await readOffer(ctx, { id, team });
  return delegateIncident(ctx, { id, team, minutes, reason, pack, points });
}

/** The context pack of the last delegation, as the team got it. Throws not-found where there was none. */
export async function readPack(ctx: Ctx, { id }: { readonly id: string }): Promise<{ markdown: string }> {
  permit(ctx, 'incident.read');
  const { delegation } = await getIncident(ctx, { id });
  if (delegation === null) throw notFound(`A delegation of ${id}`);
  const { items } = await listEvents(ctx, { id, after: delegation.seq - 1, order: 'oldest', limit: 1 });
  const [event] = items;
  if (event === undefined || !isKnownEvent(event) || event.type !== 'delegated')
    throw notFound(`A delegation of ${id}`);
  return { markdown: event.data.pack };
}
