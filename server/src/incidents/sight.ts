import type { Incident } from '@fieldmarshal/contract/incidents';
import { AppError, notFound, sightOf, type Ctx } from '#platform';
import { sees, worksOn } from './core/sight.ts';
import { loadIncident } from './store.ts';

/** Throws the answer of an incident that does not exist where the actor may not see it; rows are filtered beside this. */
export function mustSee({ actor }: Pick<Ctx, 'actor'>, incident: Incident): void {
  if (!sees(incident, sightOf(actor))) throw notFound(`Incident ${incident.id}`);
}

/** Throws where it is not the actor's to work on. Whoever may see it hears why. */
export function mustWorkOn(ctx: Pick<Ctx, 'actor'>, incident: Incident): void {
  mustSee(ctx, incident);
  if (worksOn(incident, sightOf(ctx.actor))) return;
  throw new AppError(
    'forbidden',
    `${incident.id} is of other teams or environments than yours. Ask somebody who leads it to give you a task or a role in it.`,
  );
}

/** {@link mustWorkOn} for verbs of other domains that act on an incident; what is not there is theirs to say. */
export async function requireScope(ctx: Ctx, incidentId: string): Promise<void> {
  if ((sightOf(ctx.actor)?.scope ?? null) === null) return;
  const incident = await loadIncident(ctx.env.databases[ctx.pool], incidentId);
  if (incident !== null) mustWorkOn(ctx, incident);
}
