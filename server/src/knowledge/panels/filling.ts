import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Catalog } from '#catalog';
import type { Filling } from '../core/fill.ts';

/** What templates are filled with for an incident and one of its products. */
export function fillingFor(catalog: Catalog, incident: Incident, product: string | null): Filling {
  const spec =
    incident.environment === null ? undefined : catalog.get('Environment', incident.environment)?.spec;
  return {
    incident: incident.id,
    product,
    environment: incident.environment,
    region: spec?.region,
    variables: spec?.variables ?? {},
  };
}
