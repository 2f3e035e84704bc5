import type { Catalog } from '#catalog';
import type { Filling } from '../core/fill.ts';

/** As much of an incident as templates are filled with. */
export interface Filled {
  readonly id: string;
  readonly environment: string | null;
}

/** What templates are filled with for an incident and one of its products. */
export function fillingFor(catalog: Catalog, incident: Filled, product: string | null): Filling {
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
