import type { HandoverDetail, HandoverSummary } from '@fieldmarshal/contract/oncall/handover';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { showToast } from '../ui/toast.ts';

export function useHandovers(state: 'open' | 'all') {
  return useQuery({
    queryKey: liveKey(['oncall', 'catalog'], 'handovers', state),
    queryFn: async ({ signal }) =>
      getJson<{ items: HandoverSummary[] }>(`/api/v1/handovers?state=${state}&limit=30`, signal),
  });
}

/** The facts of an unsigned one are read anew with each piece of news they are made of. */
export function useHandover(id: string) {
  return useQuery({
    queryKey: liveKey(['oncall', 'catalog', 'incidents', 'silences', 'changes'], 'handover', id),
    queryFn: async ({ signal }) => getJson<HandoverDetail>(`/api/v1/handovers/${id}`, signal),
  });
}

type Act = { readonly act: 'note'; readonly note: string } | { readonly act: 'sign' | 'accept' };

const done = { note: 'Note kept', sign: 'Signed', accept: 'Accepted: the watch is yours' } as const;

/** Writes, and shows what came of it at once. */
export function useHandoverAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: Act) =>
      input.act === 'note'
        ? sendJson<HandoverDetail>('PUT', `/api/v1/handovers/${id}/note`, { body: { note: input.note } })
        : sendJson<HandoverDetail>('POST', `/api/v1/handovers/${id}/${input.act}`, { body: {} }),
    onSuccess: async (_, { act }) => {
      showToast({ text: done[act] });
      await client.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).includes('"oncall"'),
      });
    },
  });
}
