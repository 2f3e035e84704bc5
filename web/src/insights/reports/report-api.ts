import type { NewReport, Report } from '@fieldmarshal/contract/insights';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

const key = liveKey(['insights'], 'reports');

export function useReports() {
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => getJson<{ items: Report[] }>('/api/v1/insights/reports', signal),
  });
}

interface Act {
  method: 'POST' | 'DELETE';
  /** After `/api/v1/insights/reports`. */
  path: string;
  body?: NewReport;
}

/** Changes reports and looks at them again. */
export function useReportAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method, path, body }: Act) =>
      sendJson<object>(method, `/api/v1/insights/reports${path}`, { body: body ?? {} }),
    onSuccess: async () => client.invalidateQueries({ queryKey: key }),
  });
}
