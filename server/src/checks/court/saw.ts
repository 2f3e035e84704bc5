import type { Catalog } from '#catalog';
import { sees } from './core/court.ts';
import type { EpisodeRow, IncidentRow } from '../store/court/court-store.ts';
import { judgedOf } from './episodes.ts';
import { concerns, spanOf } from './read-court.ts';

/**
 * Whether a time of failing is that of an incident: its alert belongs to it, whatever product turned out to be the cause, or the check
 * looks at that product there and failed meanwhile or in the hour before.
 */
export function saw(
  { catalog, now }: { readonly catalog: Catalog; readonly now: number },
  row: EpisodeRow,
  incident: IncidentRow,
): boolean {
  if (row.incident_id === incident.id) return true;
  const spec = catalog.get('Check', row.check_name)?.spec;
  const isThere = incident.environment === null || row.environment === incident.environment;
  return (
    spec !== undefined && isThere && concerns(spec, incident) && sees(judgedOf(row), spanOf(incident), now)
  );
}
