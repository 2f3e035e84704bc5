import type { ModelFigures, ModelPolicy, ModelProviderView, ModelRun } from '@fieldmarshal/contract/assist';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { showToast } from '../../ui/toast.ts';

function useModel<T>(path: string) {
  return useQuery({
    queryKey: liveKey(['model'], 'model-admin', path),
    queryFn: async ({ signal }) => getJson<T>(`/api/v1/assist/model${path}`, signal),
  });
}

export const useModelPolicy = () => useModel<ModelPolicy>('');
export const useModelProviders = () => useModel<{ items: ModelProviderView[] }>('/providers');
export const useModelRuns = () => useModel<{ items: ModelRun[] }>('/runs?limit=20');
export const useModelFigures = () => useModel<ModelFigures>('/figures?days=30');

/** Says of a text in the shadow whether it would have been better than that of the rules. */
export function useCompare() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ run, isBetter }: { run: ModelRun; isBetter: boolean }) =>
      sendJson<object>('POST', `/api/v1/incidents/${run.incidentId}/model/answer`, {
        body: { runId: run.id, action: isBetter ? 'accepted' : 'dismissed' },
      }),
    onSuccess: async () => client.invalidateQueries({ queryKey: liveKey(['model'], 'model-admin') }),
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}

interface Change {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly done: string;
}

/** Changes something of the model and looks at all of it again; a refusal is told as it stands. */
export function useModelChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method, path, body }: Change) =>
      sendJson<object>(method, `/api/v1/assist/model${path}`, { body: body ?? {} }),
    onSuccess: async (_answer, { done }) => {
      showToast({ text: done });
      await client.invalidateQueries({ queryKey: liveKey(['model'], 'model-admin') });
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}
