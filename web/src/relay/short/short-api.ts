import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

/** At a site: the smallest message about an incident, as it stands now. */
export function useShortMessage(incident: string, isSite: boolean) {
  return useQuery({
    queryKey: liveKey([`incident:${incident}`], 'short-message', incident),
    enabled: isSite && incident !== '',
    queryFn: async ({ signal }) =>
      getJson<{ text: string }>(`/api/v1/relay/incidents/${encodeURIComponent(incident)}/message`, signal),
  });
}
