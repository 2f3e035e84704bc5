import type {
  AudiencePreview,
  CommsNumbers,
  Communication,
  CustomerHistory,
  Recipient,
  StatusCopy,
  StatusLink,
  Subscriber,
} from '@fieldmarshal/contract/comms/schema';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

export type { Communication } from '@fieldmarshal/contract/comms/schema';

interface Items<T> {
  items: T[];
}

/** What is ready to be said about an incident; asked again when the incident or a draft changes. */
export function useDrafts(incident: string) {
  return useQuery({
    queryKey: liveKey([`drafts:${incident}`, `incident:${incident}`, 'communications'], 'drafts', incident),
    queryFn: async ({ signal }) =>
      getJson<Items<Communication>>(`/api/v1/incidents/${incident}/drafts`, signal),
  });
}

export function useCommunications(query: string) {
  return useQuery({
    queryKey: liveKey(['communications', 'incidents'], 'communications', query),
    queryFn: async ({ signal }) =>
      getJson<Items<Communication>>(`/api/v1/communications?limit=100&${query}`, signal),
  });
}

/** Several messages, in this order. */
export function useMessages(ids: readonly string[]) {
  return useQuery({
    queryKey: liveKey(['communications', 'incidents'], 'messages', ids.join(' ')),
    queryFn: async ({ signal }) =>
      Promise.all(ids.map(async (id) => getJson<Communication>(`/api/v1/communications/${id}`, signal))),
  });
}

export function useAudience(id: string) {
  return useQuery({
    queryKey: liveKey(['communications', 'subscribers', 'catalog'], 'audience', id),
    queryFn: async ({ signal }) => getJson<AudiencePreview>(`/api/v1/communications/${id}/audience`, signal),
  });
}

export function useRecipients(id: string) {
  return useQuery({
    queryKey: liveKey(['communications', 'deliveries'], 'recipients', id),
    queryFn: async ({ signal }) =>
      getJson<Items<Recipient>>(`/api/v1/communications/${id}/recipients`, signal),
  });
}

export function useSubscribers() {
  return useQuery({
    queryKey: liveKey(['subscribers'], 'subscribers'),
    queryFn: async ({ signal }) => getJson<Items<Subscriber>>('/api/v1/subscribers?limit=200', signal),
  });
}

export function useStatusLinks() {
  return useQuery({
    queryKey: liveKey(['status'], 'status-links'),
    queryFn: async ({ signal }) => getJson<Items<StatusLink>>('/api/v1/status-links', signal),
  });
}

export function useStatusCopy() {
  return useQuery({
    queryKey: liveKey(['status-copy'], 'status-copy'),
    queryFn: async ({ signal }) => getJson<StatusCopy>('/api/v1/status-copy', signal),
  });
}

export function useNumbers(days = 30) {
  return useQuery({
    queryKey: liveKey(['communications'], 'comms-numbers', String(days)),
    queryFn: async ({ signal }) =>
      getJson<CommsNumbers>(`/api/v1/communications/numbers?days=${days}`, signal),
  });
}

export function useCustomerHistory(name: string) {
  return useQuery({
    queryKey: liveKey(['communications', 'catalog'], 'customer-history', name),
    queryFn: async ({ signal }) => getJson<CustomerHistory>(`/api/v1/customers/${name}/history`, signal),
  });
}

export interface CommsAct {
  /** Below `/api/v1/`, e.g. `communications/COM-3/approve`. */
  path: string;
  body?: Record<string, unknown>;
  done?: string;
}

/** Writes; a refusal is told in words, in the form or as a toast. */
export function useCommsAct<T = Communication>({ inForm = false }: { inForm?: boolean } = {}) {
  return useMutation({
    mutationFn: async ({ path, body = {} }: CommsAct) => sendJson<T>('POST', `/api/v1/${path}`, { body }),
    onSuccess: (_, { done }) => {
      if (done !== undefined) showToast({ text: done });
    },
    onError: (error) => {
      if (!inForm) showToast({ text: sentenceOf(error) });
    },
  });
}
