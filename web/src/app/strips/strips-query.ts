import { useQuery } from '@tanstack/react-query';
import type { Boot } from '../boot.ts';
import { getJson } from '../http.ts';
import { liveKey } from '../live.ts';
import { stripsTopics, type StripsData } from './strips.ts';

/** Both strips: from the page at first, then by news on their topics. `null` is not known, which is never shown as calm. */
export function useStrips(boot: Boot): StripsData | null {
  const { data } = useQuery<StripsData>({
    queryKey: liveKey(stripsTopics, 'strips'),
    queryFn: async ({ signal }) => getJson<StripsData>('/api/v1/strips', signal),
    ...(boot.strips === null ? {} : { initialData: boot.strips }),
  });
  return data ?? null;
}
