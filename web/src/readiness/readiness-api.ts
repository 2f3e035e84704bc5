import type {
  Exemption,
  InitiativePage,
  ReadinessCourse,
  ReadinessMatrix,
  Scorecard,
  ShownInitiative,
  StandardPage,
} from '@fieldmarshal/contract/readiness';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

const topics = ['readiness', 'catalog'];

export interface MatrixFilter {
  team?: string | undefined;
  mine?: boolean | undefined;
  gaps?: boolean | undefined;
}

export function useMatrix({ team, mine, gaps }: MatrixFilter) {
  const query = new URLSearchParams({
    limit: '2000',
    mine: String(mine === true),
    gaps: String(gaps === true),
    ...(team === undefined ? {} : { team }),
  }).toString();
  return useQuery({
    queryKey: liveKey(topics, 'readiness', query),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => getJson<ReadinessMatrix>(`/api/v1/readiness?${query}`, signal),
  });
}

export function useScorecard(product: string) {
  return useQuery({
    queryKey: liveKey(topics, 'scorecard', product),
    queryFn: async ({ signal }) =>
      getJson<Scorecard>(`/api/v1/readiness/products/${encodeURIComponent(product)}`, signal),
  });
}

export function useStandard(name: string) {
  return useQuery({
    queryKey: liveKey(topics, 'standard', name),
    queryFn: async ({ signal }) =>
      getJson<StandardPage>(`/api/v1/readiness/standards/${encodeURIComponent(name)}`, signal),
  });
}

export function useCourse(days: number) {
  return useQuery({
    queryKey: liveKey(topics, 'course', String(days)),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => getJson<ReadinessCourse>(`/api/v1/readiness/course?days=${days}`, signal),
  });
}

export function useInitiatives() {
  return useQuery({
    queryKey: liveKey(topics, 'initiatives'),
    queryFn: async ({ signal }) =>
      getJson<{ items: ShownInitiative[] }>('/api/v1/readiness/initiatives', signal),
  });
}

export function useInitiative(name: string) {
  return useQuery({
    queryKey: liveKey(topics, 'initiative', name),
    queryFn: async ({ signal }) =>
      getJson<InitiativePage>(`/api/v1/readiness/initiatives/${encodeURIComponent(name)}`, signal),
  });
}

export function useExempt() {
  return useAsking(async (body: { product: string; standard: string; reason: string; expiresAt: string }) =>
    sendJson<Exemption>('POST', '/api/v1/readiness/exemptions', { body }),
  );
}

export function useEndExemption() {
  return useAsking(async (id: string) =>
    sendJson<Exemption>('POST', `/api/v1/readiness/exemptions/${id}/end`, { body: {} }),
  );
}

/** Asks again for everything of readiness once it was written. */
function useAsking<I>(mutationFn: (given: I) => Promise<Exemption>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: async () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).includes('"readiness"'),
      }),
  });
}
