import type { Incident } from '@fieldmarshal/contract/incidents';
import { isCleared, type Catalog } from '#catalog';

/** Whether nothing of an incident may be given to a model: it is private, or of an environment for which a model has no clearance. */
export function staysHere({ incident, catalog }: { incident: Incident; catalog: Catalog }): boolean {
  return incident.private || !isCleared(catalog, null, incident.environment);
}
