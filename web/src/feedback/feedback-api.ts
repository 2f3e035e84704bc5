import type { FeedbackAnswer, FeedbackSummary } from '@fieldmarshal/contract/feedback';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

export interface FeedbackFilter {
  dashboard?: string | undefined;
  screen?: string | undefined;
  release?: string | undefined;
  state?: string | undefined;
}

const topics = ['feedback'];

export function useSummary(dashboard: string | undefined) {
  const query = dashboard === undefined ? '' : `?dashboard=${encodeURIComponent(dashboard)}`;
  return useQuery({
    queryKey: liveKey(topics, 'feedback-summary', query),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => getJson<FeedbackSummary>(`/api/v1/feedback/summary${query}`, signal),
  });
}

/** The newest 200 that fit. */
export function useAnswers(filter: FeedbackFilter) {
  const { dashboard, screen, release, state } = filter;
  const query = new URLSearchParams({ limit: '200' });
  for (const [name, value] of Object.entries({ dashboard, screen, release, state }))
    if (value) query.set(name, value);
  const text = query.toString();
  return useQuery({
    queryKey: liveKey(topics, 'feedback-answers', text),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      getJson<{ items: FeedbackAnswer[]; nextCursor: string | null }>(`/api/v1/feedback?${text}`, signal),
  });
}

/** Replies to an answer, or says that something came of it. */
export function useAnswerAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, act, body }: { id: string; act: 'reply' | 'state'; body: object }) =>
      sendJson<FeedbackAnswer>('POST', `/api/v1/feedback/${id}/${act}`, { body }),
    onSuccess: async () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).includes('"feedback"'),
      }),
  });
}
