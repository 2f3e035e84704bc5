import type { ShadowView } from '@fieldmarshal/contract/oncall/contract';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

export function useShadows() {
  return useQuery({
    queryKey: liveKey(['oncall', 'catalog'], 'shadows'),
    queryFn: async ({ signal }) =>
      getJson<{ at: string; items: ShadowView[] }>('/api/v1/oncall/shadows', signal),
    refetchInterval: 60_000,
  });
}
