import type { Dismissal, RcaFlag, RcaModelCard } from '@fieldmarshal/contract/rca';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

export type Which = 'waiting' | 'accepted' | 'dismissed' | 'all';

export function useRcaFlags(which: Which) {
  return useQuery({
    queryKey: liveKey(['rca'], 'rca-flags', which),
    queryFn: async ({ signal }) => getJson<{ items: RcaFlag[] }>(`/api/v1/rca/flags?which=${which}`, signal),
  });
}

export function useRcaFlag(id: string, enabled: boolean) {
  return useQuery({
    queryKey: liveKey([`rca:${id}`], 'rca-flag', id),
    queryFn: async ({ signal }) => getJson<{ flag: RcaFlag | null }>(`/api/v1/incidents/${id}/rca`, signal),
    enabled,
  });
}

export function useRcaModel() {
  return useQuery({
    queryKey: liveKey(['rca'], 'rca-model'),
    queryFn: async ({ signal }) => getJson<RcaModelCard>('/api/v1/rca/model', signal),
  });
}

export type RcaAct =
  | {
      readonly verb: 'accept';
      readonly body: { team?: string; owner?: string; dueOn?: string; note: string };
    }
  | { readonly verb: 'dismiss'; readonly body: { dismissal: Dismissal; note: string } }
  | { readonly verb: 'finish'; readonly body: Record<string, never> };

/** Says something about one incident's flag; lists and the room ask again. */
export function useRcaAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ verb, body }: RcaAct) =>
      sendJson<RcaFlag>('POST', `/api/v1/incidents/${id}/rca/${verb}`, { body }),
    onSuccess: (flag) => {
      client.setQueryData(liveKey([`rca:${id}`], 'rca-flag', id), { flag });
      return client.invalidateQueries({ queryKey: liveKey(['rca'], 'rca-flags') });
    },
  });
}

export function useResetModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => sendJson<RcaModelCard>('POST', '/api/v1/rca/model/reset', { body: {} }),
    onSuccess: (card) => client.setQueryData(liveKey(['rca'], 'rca-model'), card),
  });
}
