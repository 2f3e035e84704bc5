import type { CheckCourt, Coverage, Hindsight, HindsightAnswer } from '@fieldmarshal/contract/checks/court';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { showToast } from '../../ui/toast.ts';

export function useCourt(name: string) {
  return useQuery({
    queryKey: liveKey(['checks', 'incidents'], 'court', name),
    queryFn: async ({ signal }) =>
      getJson<CheckCourt>(`/api/v1/checks/${encodeURIComponent(name)}/court`, signal),
  });
}

interface Saying {
  id: string;
  verdict: 'real' | 'false' | null;
}

/** Says whether a failure was a real issue; saying the same again takes it back. */
export function useJudge(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, verdict }: Saying) =>
      sendJson<CheckCourt>('PUT', `/api/v1/checks/${encodeURIComponent(name)}/episodes/${id}/verdict`, {
        body: { verdict },
      }),
    onSuccess: async () => client.invalidateQueries(),
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}

/** Whether a check saw an incident, and what people say where none did. */
export function useHindsight(id: string) {
  return useQuery({
    queryKey: liveKey(['checks', `incident:${id}`], 'hindsight', id),
    queryFn: async ({ signal }) => getJson<Hindsight>(`/api/v1/incidents/${id}/checks`, signal),
  });
}

/** Says whether a check would have seen it; null takes that back. */
export function useAnswerHindsight(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (answer: HindsightAnswer | null) =>
      sendJson<Hindsight>('PUT', `/api/v1/incidents/${id}/checks/answer`, { body: { answer } }),
    onSuccess: async () => client.invalidateQueries(),
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}

export function useCoverage() {
  return useQuery({
    queryKey: liveKey(['checks', 'catalog', 'incidents'], 'coverage'),
    queryFn: async ({ signal }) => getJson<Coverage>('/api/v1/checks/coverage', signal),
  });
}

export function useDraftTest(workflow: string, incident: string | null) {
  const query = new URLSearchParams({ workflow, ...(incident === null ? {} : { incident }) }).toString();
  return useQuery({
    queryKey: liveKey(['catalog'], 'draft-test', query),
    queryFn: async ({ signal }) =>
      getJson<{ file: string; text: string }>(`/api/v1/checks/draft?${query}`, signal),
  });
}
