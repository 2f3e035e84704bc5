import type {
  ModelFeature,
  SimilarAnswer,
  SummaryAnswer,
  TextAnswer,
  TitleProposal,
  TriageAnswer,
} from '@fieldmarshal/contract/assist';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

/** What is known of an incident; with `since` what is new after that entry, and nothing is asked while it is null. */
export function useSummary(id: string, since?: number | null) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`, `cause:${id}`], 'summary', id, since ?? 'all'),
    enabled: since !== null,
    queryFn: async ({ signal }) =>
      getJson<SummaryAnswer>(
        `/api/v1/incidents/${id}/summary${since === undefined || since === null ? '' : `?since=${since}`}`,
        signal,
      ),
  });
}

export function useSimilar(id: string) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`], 'similar', id),
    queryFn: async ({ signal }) => getJson<SimilarAnswer>(`/api/v1/incidents/${id}/similar`, signal),
  });
}

export function useTriage(id: string) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`, `cause:${id}`], 'triage', id),
    queryFn: async ({ signal }) => getJson<TriageAnswer>(`/api/v1/incidents/${id}/triage`, signal),
  });
}

/** A better title, once it is known who broke it; null where there is none. */
export function useTitleProposal(id: string) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`, `cause:${id}`, `impact:${id}`], 'title', id),
    queryFn: async ({ signal }) =>
      getJson<{ proposal: TitleProposal | null }>(`/api/v1/incidents/${id}/title`, signal),
  });
}

/** One of the texts about an incident, by rules. */
export function useText(id: string, feature: ModelFeature) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`, `cause:${id}`], 'text', id, feature),
    queryFn: async ({ signal }) => getJson<TextAnswer>(`/api/v1/incidents/${id}/texts/${feature}`, signal),
  });
}
