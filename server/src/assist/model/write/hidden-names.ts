import type { ReadIncident } from '../../read-incident.ts';
import type { HiddenNames } from '../core/redact.ts';

/** Names that are nobody's business outside: of people, in the catalog or only in this log, and of customers. */
export function hiddenNames({ catalog, incident, events }: ReadIncident): HiddenNames {
  const parts = (full: string): string[] => [full, ...full.split(/\s+/)];
  const written = events.flatMap(({ actor }) => (actor.kind === 'person' ? actor.name : []));
  const named = [...incident.roles, ...incident.pages].map(({ name }) => name);
  return {
    people: [
      ...new Set([
        ...catalog.list('Person').flatMap(({ name, spec }) => [name, ...parts(spec.displayName ?? '')]),
        ...[...written, ...named].flatMap((name) => parts(name)),
      ]),
    ],
    customers: catalog
      .list('Customer')
      .flatMap(({ name, spec }) => [name, spec.displayName ?? '', spec.publicName ?? '']),
  };
}
