import type { Alert, AlertDetail } from '@fieldmarshal/contract/signals/alert';
import type { PlannedWork, Silence } from '@fieldmarshal/contract/signals/silence';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { notAcknowledged, sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

/** The filters of the list, as they stand in the address. */
export interface AlertFilter {
  state?: string | undefined;
  incident?: string | undefined;
  product?: string | undefined;
  environment?: string | undefined;
  group?: string | undefined;
  q?: string | undefined;
}

export function useAlerts(filter: AlertFilter, limit = 100) {
  return useInfiniteQuery({
    queryKey: liveKey(['alerts'], 'alerts', filter, limit),
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(limit) });
      for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
      if (pageParam !== '') query.set('cursor', pageParam);
      return getJson<{ items: Alert[]; nextCursor: string | null }>(`/api/v1/alerts?${query}`, signal);
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

/** The open alerts of a group, as an incident takes them; at most 200. */
export async function alertsOfGroup(group: string): Promise<{ alert: string; title: string }[]> {
  const query = new URLSearchParams({ group, state: 'open', limit: '200' });
  const { items } = await getJson<{ items: Alert[] }>(`/api/v1/alerts?${query}`);
  return items.map(({ id, title }) => ({ alert: id, title: title.slice(0, 200) }));
}

/** The open alerts of failing checks of an environment, as an incident takes them; of at most 200 alerts there. */
export async function alertsOfChecks(
  environment: string,
  checks: readonly string[],
): Promise<{ alert: string; title: string }[]> {
  const query = new URLSearchParams({ environment, state: 'open', q: 'CheckFailing', limit: '200' });
  const { items } = await getJson<{ items: Alert[] }>(`/api/v1/alerts?${query}`);
  return items
    .filter(({ labels }) => labels['alertname'] === 'CheckFailing' && checks.includes(labels['check'] ?? ''))
    .map(({ id, title }) => ({ alert: id, title: title.slice(0, 200) }));
}

export interface AlertSummary {
  firing: number;
  acknowledged: number;
  silenced: number;
  unrouted: number;
  unparsed: number;
}

export function useAlertSummary() {
  return useQuery({
    queryKey: liveKey(['alerts'], 'alert-summary'),
    queryFn: async ({ signal }) => getJson<AlertSummary>('/api/v1/alerts/summary', signal),
  });
}

export function useAlert(id: string) {
  return useQuery({
    queryKey: liveKey(['alerts'], 'alert', id),
    queryFn: async ({ signal }) => getJson<AlertDetail>(`/api/v1/alerts/${id}`, signal),
  });
}

/** Silences or maintenance windows that are in force or planned. */
export function useSilences(kind: 'silences' | 'maintenance-windows') {
  return useQuery({
    queryKey: liveKey(['silences', 'alerts'], kind),
    queryFn: async ({ signal }) => getJson<{ items: Silence[] }>(`/api/v1/${kind}`, signal),
  });
}

/** Times of work that come again. */
export function usePlannedWork() {
  return useQuery({
    queryKey: liveKey(['silences', 'catalog'], 'planned-work'),
    queryFn: async ({ signal }) =>
      getJson<{ items: PlannedWork[] }>('/api/v1/maintenance-windows/planned', signal),
  });
}

export interface SignalAct {
  method?: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  done?: string;
}

function isAcknowledging({ path, body }: SignalAct): boolean {
  const answer = typeof body === 'object' && body !== null && 'answer' in body ? body.answer : null;
  return path.endsWith('/acknowledge') || answer === 'acknowledge';
}

/** Changes something about alerts and looks at them again; a refusal is shown as it stands, by the form itself with `inForm`. */
export function useSignalAct<T = object>({ inForm = false }: { inForm?: boolean } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method = 'POST', path, body = {} }: SignalAct) =>
      sendJson<T>(method, `/api/v1/${path}`, { body }),
    onSuccess: async (_answer, { done }) => {
      if (done !== undefined) showToast({ text: done });
      await client.invalidateQueries({
        predicate: ({ queryKey }) => /"(alerts|silences)"/.test(JSON.stringify(queryKey[0])),
      });
    },
    onError: (error, act) => {
      if (inForm) return;
      showToast({ text: isAcknowledging(act) ? notAcknowledged(error) : sentenceOf(error) });
    },
  });
}
