import type { ActionRow } from '@fieldmarshal/contract/incidents/review-schema';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

/** The filters of the list of actions, as they stand in the address. */
export interface ActionFilter {
  which?: 'unfinished' | 'overdue' | 'ended' | 'all' | undefined;
  owner?: string | undefined;
  team?: string | undefined;
  product?: string | undefined;
}

export function useActions(filter: ActionFilter) {
  return useInfiniteQuery({
    queryKey: liveKey(['incidents'], 'actions', filter),
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '100' });
      for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
      if (pageParam !== '') query.set('cursor', pageParam);
      return getJson<{ items: ActionRow[]; nextCursor: string | null }>(`/api/v1/actions?${query}`, signal);
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}
