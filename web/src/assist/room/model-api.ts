import type { ModelOfIncident, ModelRun } from '@fieldmarshal/contract/assist';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { showToast } from '../../ui/toast.ts';

const keyOf = (id: string) => liveKey([`incident:${id}`, `model:${id}`, 'model'], 'model-text', id);

/** What a model wrote of an incident, as each of its sentences is verified; what rules say waits for nothing of it. */
export function useModelText(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }) => getJson<ModelOfIncident>(`/api/v1/incidents/${id}/model`, signal),
  });
}

export type ModelAct =
  | { readonly verb: 'stop' | 'resume'; readonly body: Record<string, never>; readonly done: string }
  | {
      readonly verb: 'answer';
      readonly body: { runId: string; action: NonNullable<ModelRun['action']> };
      readonly done: string;
    };

export function useModelAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ verb, body }: ModelAct) =>
      sendJson<ModelOfIncident>('POST', `/api/v1/incidents/${id}/model/${verb}`, { body }),
    onSuccess: (now, { done }) => {
      client.setQueryData(keyOf(id), now);
      showToast({ text: done });
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}
