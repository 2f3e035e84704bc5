import type { SloAnswer } from '@fieldmarshal/contract/insights';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

export function useSlos() {
  return useQuery({
    queryKey: liveKey(['insights', 'catalog'], 'slos'),
    queryFn: async ({ signal }) => getJson<SloAnswer>('/api/v1/slos', signal),
  });
}
