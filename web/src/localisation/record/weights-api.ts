import type { CauseWeights } from '@fieldmarshal/contract/localisation/weights';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

const key = () => liveKey(['causes'], 'weights');

export function useCauseWeights() {
  return useQuery({
    queryKey: key(),
    queryFn: async ({ signal }) => getJson<CauseWeights>('/api/v1/causes/weights', signal),
  });
}

type WeightsAct = { readonly verb: 'fit' } | { readonly verb: 'use'; readonly id: number | null };

/** Has weights fitted, or says by which verdicts are made. */
export function useWeightsAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ verb, ...body }: WeightsAct) =>
      sendJson<CauseWeights>('POST', `/api/v1/causes/weights/${verb}`, { body }),
    onSuccess: (weights) => client.setQueryData(key(), weights),
  });
}
