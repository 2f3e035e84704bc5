import type { ModelFeature, ModelOfIncident, ModelRun, WrittenText } from '@fieldmarshal/contract/assist';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { showToast } from '../../ui/toast.ts';

const keyOf = (id: string, feature: ModelFeature, after: number) =>
  liveKey([`incident:${id}`, `cause:${id}`, `model:${id}`, 'model'], 'model-text', id, feature, after);

/** What a model wrote of an incident, as each of its sentences is verified; what rules say waits for nothing of it. */
export function useModelText(id: string, feature: ModelFeature = 'summary', after = 0) {
  return useQuery({
    queryKey: keyOf(id, feature, after),
    queryFn: async ({ signal }) =>
      getJson<ModelOfIncident>(`/api/v1/incidents/${id}/model?feature=${feature}&after=${after}`, signal),
  });
}

export type ModelAct =
  | { readonly verb: 'stop' | 'resume'; readonly body: Record<string, never>; readonly done: string }
  | {
      readonly verb: 'write';
      readonly body: { feature: ModelFeature; after: number };
      readonly done: string;
    }
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
    onSuccess: (now, { done, body }) => {
      const after = 'after' in body ? body.after : 0;
      client.setQueryData(keyOf(id, now.feature, after), now);
      showToast({ text: done });
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}

/**
 * Writes down that a text in which a model had a part was taken elsewhere, as it was or changed: that is how its quality is known. In silence:
 * whoever may not say so copies all the same. What somebody said of it before stands.
 */
export function noteTaken(id: string, written: WrittenText | null, text?: string): void {
  if (written === null || written.runId === '' || (written.action !== null && text === undefined)) return;
  const body = {
    runId: written.runId,
    ...(text === undefined ? { action: 'copied' } : { action: 'edited', text }),
  };
  sendJson('POST', `/api/v1/incidents/${id}/model/answer`, { body }).catch(() => undefined);
}
