import type { TicketsOfIncident, TrackerView } from '@fieldmarshal/contract/tickets';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

/** Tickets of the actions of an incident: where a new one is opened, and what its trackers were told. */
export function useTickets(id: string) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`, 'deliveries', 'catalog'], 'tickets', id),
    queryFn: async ({ signal }) => getJson<TicketsOfIncident>(`/api/v1/incidents/${id}/tickets`, signal),
  });
}

const trackersKey = liveKey(['catalog', 'deliveries', 'admin'], 'trackers');

export function useTrackers() {
  return useQuery({
    queryKey: trackersKey,
    queryFn: async ({ signal }) => getJson<{ items: TrackerView[] }>('/api/v1/trackers', signal),
  });
}

interface Change {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly done: string;
}

/** Changes something of a tracker and looks at all of them again; a refusal is told as it stands, by the form itself with `inForm`. */
export function useTrackerChange({ inForm = false }: { inForm?: boolean } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method, path, body }: Change) =>
      sendJson<object>(method, `/api/v1/${path}`, { body: body ?? {} }),
    onSuccess: async (_answer, { done }) => {
      showToast({ text: done });
      await client.invalidateQueries({ queryKey: trackersKey });
    },
    onError: (error) => {
      if (!inForm) showToast({ text: sentenceOf(error) });
    },
  });
}
