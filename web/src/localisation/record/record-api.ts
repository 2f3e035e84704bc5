import type { CallMap } from '@fieldmarshal/contract/localisation/calls';
import type { CauseRecord, CauseReplay } from '@fieldmarshal/contract/localisation/record';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

/** What a record is narrowed to, by the names of its rows; lives in the address. */
export interface RecordFilter {
  days?: number | undefined;
  environment?: string | undefined;
  faultKind?: string | undefined;
}

export function useCauseRecord({ days = 90, environment, faultKind }: RecordFilter) {
  const query = new URLSearchParams({
    days: String(days),
    ...(environment === undefined ? {} : { environment }),
    ...(faultKind === undefined ? {} : { faultKind }),
  }).toString();
  return useQuery({
    queryKey: liveKey(['causes'], 'record', query),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => getJson<CauseRecord>(`/api/v1/causes/record?${query}`, signal),
  });
}

/** `of`: the path of the cause, such as `/incidents/INC-1/cause` or `/causes/failing/7`. */
export function useReplay(of: string, version: number | null) {
  return useQuery({
    queryKey: ['cause-replay', of, version],
    queryFn: async ({ signal }) =>
      getJson<CauseReplay>(`/api/v1${of}/replay${version === null ? '' : `?version=${version}`}`, signal),
  });
}

export function useCalls() {
  return useQuery({
    queryKey: liveKey(['catalog'], 'calls'),
    queryFn: async ({ signal }) => getJson<CallMap>('/api/v1/calls?days=7', signal),
  });
}
