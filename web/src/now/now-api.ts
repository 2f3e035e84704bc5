import type { NowPicture } from '@fieldmarshal/contract/now';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

/** The whole home in one question; also asked each minute, since schedules turn without news. */
export function useNow() {
  return useQuery({
    queryKey: liveKey(['incidents', 'alerts', 'oncall', 'catalog', 'silences'], 'now'),
    queryFn: async ({ signal }) => getJson<NowPicture>('/api/v1/now', signal),
    refetchInterval: 60_000,
  });
}

export type FiringGroup = NowPicture['groups'][number];
export type GridCell = NowPicture['grid']['cells'][number];
