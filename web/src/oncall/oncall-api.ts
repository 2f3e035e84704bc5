import type { PageSummary, ScheduleOnCall } from '@fieldmarshal/contract/oncall/contract';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { nowMs } from '../ui/clock.ts';

/** Pages that wait for an answer of whoever looks. */
export function useMyPages() {
  return useQuery({
    queryKey: liveKey(['pages'], 'mine'),
    queryFn: async ({ signal }) =>
      getJson<{ items: PageSummary[] }>('/api/v1/pages?person=me&state=open', signal),
  });
}

/** The newest pages of everybody. */
export function useRecentPages() {
  return useQuery({
    queryKey: liveKey(['pages'], 'recent'),
    queryFn: async ({ signal }) => getJson<{ items: PageSummary[] }>('/api/v1/pages?limit=50', signal),
  });
}

export function useOnCall() {
  return useQuery({
    queryKey: liveKey(['oncall', 'catalog', 'pages'], 'oncall'),
    queryFn: async ({ signal }) =>
      getJson<{ at: string; schedules: ScheduleOnCall[] }>('/api/v1/oncall', signal),
    refetchInterval: 60_000,
  });
}

export interface Span {
  from: string;
  to: string;
}

const aheadMs = 28 * 86_400_000;

/** Holes of the next four weeks. */
export function useGaps(schedule: string) {
  return useQuery({
    queryKey: liveKey(['oncall', 'catalog'], 'gaps', schedule),
    queryFn: async ({ signal }) => {
      const now = nowMs();
      const query = new URLSearchParams({
        from: new Date(now).toISOString(),
        to: new Date(now + aheadMs).toISOString(),
      });
      return getJson<{ gaps: Span[]; coveredByFallback: Span[] }>(
        `/api/v1/schedules/${schedule}/gaps?${query}`,
        signal,
      );
    },
  });
}
