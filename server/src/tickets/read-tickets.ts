import type { Action, Incident } from '@fieldmarshal/contract/incidents';
import type { TicketsOfIncident } from '@fieldmarshal/contract/tickets';
import { readCatalog, type Catalog } from '#catalog';
import { baseUrl, permit } from '#identity';
import { getIncident } from '#incidents';
import type { Ctx } from '#platform';
import { fillNewTicket, type TicketValues } from './core/new-ticket.ts';
import { loadToldOf } from './store.ts';
import { trackersFor } from './trackers.ts';

/** Forms of a new ticket for each action that has none, and what its trackers were told last. Throws not-found for no incident. */
export async function readTickets(ctx: Ctx, { id }: { readonly id: string }): Promise<TicketsOfIncident> {
  permit(ctx, 'incident.read');
  const [incident, catalog] = await Promise.all([getIncident(ctx, { id }), readCatalog(ctx.env)]);
  const told = await loadToldOf(ctx.env.databases[ctx.pool], incident.id);
  const base = baseUrl(ctx.env.config);
  return {
    trackers: catalog.list('Tracker').map(({ name, spec }) => ({ name, title: spec.displayName ?? name })),
    actions: incident.review.actions.map((action) => ({
      action: action.action,
      open: action.ticket === null ? formsOf({ catalog, incident, action, base }) : [],
      told: told.flatMap((each) => (each.ref === `${incident.id}/${action.action}` ? [each.told] : [])),
    })),
  };
}

interface About {
  readonly catalog: Catalog;
  readonly incident: Incident;
  readonly action: Action;
  readonly base: string;
}

function formsOf(about: About): TicketsOfIncident['actions'][number]['open'] {
  const values = valuesOf(about);
  return trackersFor(about.catalog, about.incident, about.action).flatMap(({ name, spec }) => {
    const url = spec.newTicket === undefined ? null : fillNewTicket(spec.newTicket, values);
    return url === null ? [] : [{ tracker: name, title: spec.displayName ?? name, url }];
  });
}

function valuesOf({ catalog, incident, action, base }: About): TicketValues {
  const { id, title, severity, product, environment, review } = incident;
  const { owner, team, dueOn, aim, factor } = action;
  const ref = `${id}/${action.action}`;
  const link = `${base}/incidents/${id}/review`;
  const why = review.factors.find((other) => other.factor === factor)?.text.slice(0, 1_000);
  const description = [
    `${ref}, from the review of ${id}: ${title}`,
    ...(why === undefined ? [] : [`Because of: ${why}`]),
    link,
  ].join('\n\n');
  return {
    ...{ ref, title: action.title, description, aim, team, due: dueOn, link },
    ...{ incident: id, incidentTitle: title, severity, product, environment },
    owner: owner?.name ?? null,
    ownerEmail: owner === null ? null : (catalog.get('Person', owner.person)?.spec.email ?? null),
  };
}
