import type { Incident } from '@fieldmarshal/contract/incidents/room';
import type { Change } from '@fieldmarshal/contract/signals/record';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../../app/http.ts';
import { liveKey } from '../../../app/live.ts';

const hourMs = 3_600_000;
/** A cause is looked for this long before the incident began. */
export const beforeHours = 6;
const shownMax = 50;

/**
 * Changes that can have to do with the incident: in its environment, from six hours before it began until it ended; those of its
 * product first, then the newest. Without an environment, those of its product everywhere.
 */
export function useNearChanges(incident: Incident) {
  const query = new URLSearchParams({
    limit: String(shownMax),
    from: new Date(Date.parse(incident.declaredAt) - beforeHours * hourMs).toISOString(),
  });
  if (incident.resolvedAt !== null) query.set('to', incident.resolvedAt);
  if (incident.environment !== null) query.set('environment', incident.environment);
  else if (incident.product !== null) query.set('product', incident.product);
  return useQuery({
    queryKey: liveKey(['changes', 'alerts'], 'near-changes', query.toString()),
    queryFn: async ({ signal }) => getJson<{ items: Change[] }>(`/api/v1/changes?${query}`, signal),
    select: ({ items }) =>
      items.toSorted(
        (a, b) =>
          Number(b.product === incident.product) - Number(a.product === incident.product) ||
          Date.parse(b.at) - Date.parse(a.at),
      ),
  });
}
