import type {
  Asking,
  PageSummary,
  ScheduleOnCall,
  UnreachablePerson,
} from '@fieldmarshal/contract/oncall/contract';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

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

/** Who is asked about an incident and has not answered. */
export function useAsking(incident: string) {
  return useQuery({
    queryKey: liveKey([`incident:${incident}`], 'asking', incident),
    queryFn: async ({ signal }) =>
      getJson<{ items: Asking[] }>(`/api/v1/incidents/${encodeURIComponent(incident)}/paging`, signal),
  });
}

/** Who is on call and would not be reached now. */
export function useUnreachable() {
  return useQuery({
    queryKey: liveKey(['oncall', 'catalog', 'pages'], 'unreachable'),
    queryFn: async ({ signal }) =>
      getJson<{ at: string; items: UnreachablePerson[] }>('/api/v1/oncall/unreachable', signal),
    refetchInterval: 60_000,
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
