import type { Coverage } from '@fieldmarshal/contract/oncall/coverage';
import type { Feed } from '@fieldmarshal/contract/oncall/feeds';
import type { CoverReturn, CoverView, OverrideView } from '@fieldmarshal/contract/oncall/overrides';
import type { Lanes, MyShifts, Timeline } from '@fieldmarshal/contract/oncall/timeline';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

const topics = ['oncall', 'catalog'];

/** A stretch of time in epoch milliseconds. */
export interface Stretch {
  from: number;
  to: number;
}

function rangeQuery({ from, to }: Stretch): string {
  return String(new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
}

export function useTimeline(stretch: Stretch) {
  return useQuery({
    queryKey: liveKey(topics, 'timeline', stretch),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      getJson<Timeline>(`/api/v1/oncall/timeline?${rangeQuery(stretch)}`, signal),
  });
}

export function useLanes(schedule: string, stretch: Stretch) {
  return useQuery({
    queryKey: liveKey(topics, 'lanes', schedule, stretch),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      getJson<Lanes>(`/api/v1/schedules/${schedule}/lanes?${rangeQuery(stretch)}`, signal),
  });
}

export function useCoverage(schedule: string) {
  return useQuery({
    queryKey: liveKey(topics, 'coverage', schedule),
    queryFn: async ({ signal }) => getJson<Coverage>(`/api/v1/schedules/${schedule}/coverage`, signal),
  });
}

export function useOverrides(schedule: string) {
  return useQuery({
    queryKey: liveKey(topics, 'overrides', schedule),
    queryFn: async ({ signal }) =>
      getJson<{ items: OverrideView[] }>(`/api/v1/schedules/${schedule}/overrides`, signal),
  });
}

export function useCovers() {
  return useQuery({
    queryKey: liveKey(topics, 'covers'),
    queryFn: async ({ signal }) => getJson<{ items: CoverView[] }>('/api/v1/covers', signal),
  });
}

/** What I could give in return for a swap with the pool. */
export function useCoverReturns(id: string) {
  return useQuery({
    queryKey: liveKey(topics, 'cover-returns', id),
    queryFn: async ({ signal }) => getJson<{ items: CoverReturn[] }>(`/api/v1/covers/${id}/returns`, signal),
  });
}

export function useMyShifts() {
  return useQuery({
    queryKey: liveKey(topics, 'my-shifts'),
    queryFn: async ({ signal }) => getJson<MyShifts>('/api/v1/me/shifts', signal),
  });
}

export function useFeeds() {
  return useQuery({
    queryKey: liveKey(topics, 'feeds'),
    queryFn: async ({ signal }) => getJson<{ items: Feed[] }>('/api/v1/feeds', signal),
  });
}

interface ScheduleAct {
  method?: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  done?: string;
}

/** Changes who is on call and looks again; a notice of the server is shown as it stands. */
export function useScheduleAct<T extends object = { notice?: string | null }>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method = 'POST', path, body = {} }: ScheduleAct) =>
      sendJson<T>(method, `/api/v1/${path}`, { body }),
    onSuccess: async (answer, { done }) => {
      const notice = 'notice' in answer && typeof answer.notice === 'string' ? answer.notice : undefined;
      if (done !== undefined) showToast({ text: notice === undefined ? done : `${done}. ${notice}` });
      await client.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).includes('"oncall"'),
      });
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}
