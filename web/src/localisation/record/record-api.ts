import type { CallMap } from '@fieldmarshal/contract/localisation/calls';
import type { CauseRecord, CauseReplay } from '@fieldmarshal/contract/localisation/record';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

export function useCauseRecord(days: number) {
  return useQuery({
    queryKey: liveKey(['causes'], 'record', days),
    queryFn: async ({ signal }) => getJson<CauseRecord>(`/api/v1/causes/record?days=${days}`, signal),
  });
}

export function useReplay(id: string, version: number | null) {
  return useQuery({
    queryKey: ['cause-replay', id, version],
    queryFn: async ({ signal }) =>
      getJson<CauseReplay>(
        `/api/v1/incidents/${id}/cause/replay${version === null ? '' : `?version=${version}`}`,
        signal,
      ),
  });
}

export function useCalls() {
  return useQuery({
    queryKey: liveKey(['catalog'], 'calls'),
    queryFn: async ({ signal }) => getJson<CallMap>('/api/v1/calls?days=7', signal),
  });
}
