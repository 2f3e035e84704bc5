import type { Action, Incident } from '@fieldmarshal/contract/incidents';
import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';

export type Tracker = CatalogObject<'Tracker'>;

/** The trackers that an action is for: its own where it has a ticket, else those that its product and team name. */
export function trackersFor(catalog: Catalog, incident: Incident, { team, ticket }: Action): Tracker[] {
  return catalog.list('Tracker').filter(({ name, spec }) => {
    if (ticket !== null) return ticket.tracker === name;
    const { products, teams } = spec;
    const isOfProduct = products.length === 0 || products.includes(incident.product ?? '');
    return isOfProduct && (teams.length === 0 || teams.includes(team ?? ''));
  });
}

/** Whether nothing of it goes to other systems by itself: drills are practice, the others are not everybody's to read. */
export function staysHere(catalog: Catalog, { drill, private: isPrivate, environment }: Incident): boolean {
  const place = environment === null ? undefined : catalog.get('Environment', environment);
  return drill || isPrivate || place?.spec.restricted === true;
}

/** The integration whose key speaks for a tracker. */
export function speakerOf({ name, spec }: Tracker): string {
  return spec.integration ?? name;
}
