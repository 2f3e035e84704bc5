import type { Incident, IncidentSummary, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, RequestError, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { showToast } from '../ui/toast.ts';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The filters of the register, as they stand in the address. */
export interface IncidentFilter {
  open?: 'true' | 'false' | undefined;
  severity?: string | undefined;
  q?: string | undefined;
}

export function useIncidents(filter: IncidentFilter, sort: 'newest' | 'worst' = 'worst') {
  return useInfiniteQuery({
    queryKey: liveKey(['incidents'], 'list', filter, sort),
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '100', sort });
      for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
      if (pageParam !== '') query.set('cursor', pageParam);
      return getJson<Page<IncidentSummary>>(`/api/v1/incidents?${query}`, signal);
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function useIncident(id: string) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`], 'incident', id),
    queryFn: async ({ signal }) => getJson<Incident>(`/api/v1/incidents/${id}`, signal),
  });
}

/** The newest entries of the log first; older ones by `fetchNextPage`. */
export function useIncidentLog(id: string) {
  return useInfiniteQuery({
    queryKey: liveKey([`incident:${id}`], 'log', id),
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '100', order: 'newest' });
      if (pageParam !== '') query.set('cursor', pageParam);
      return getJson<Page<StoredEvent>>(`/api/v1/incidents/${id}/events?${query}`, signal);
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

/** The whole log, oldest first, as an export or the full record needs it; long logs come in pieces of a thousand. */
export async function readWholeLog(id: string, signal?: AbortSignal): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = new URLSearchParams({
      limit: '1000',
      ...(cursor === '' ? {} : { cursor }),
    }).toString();
    const page: Page<StoredEvent> = await getJson(`/api/v1/incidents/${id}/events?${query}`, signal);
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

export function useWholeLog(id: string) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`], 'whole-log', id),
    queryFn: async ({ signal }) => readWholeLog(id, signal),
  });
}

export interface Act {
  /** Path below the incident, e.g. `severity`. */
  path: string;
  body?: Record<string, unknown>;
  /** What to say when it is done, with an offer to undo where that is possible. */
  done?: string;
}

interface ActOptions {
  /** The form shows a refusal itself, beside what was typed. */
  inForm?: boolean;
}

/** Runs commands on one incident. A refusal is shown, never swallowed; what was done can be undone for ten seconds. */
export function useAct(id: string, { inForm = false }: ActOptions = {}) {
  const client = useQueryClient();
  const undo = async (seq: number): Promise<void> => {
    try {
      client.setQueryData(
        liveKey([`incident:${id}`], 'incident', id),
        await send(id, { path: 'undo', body: { seq } }),
      );
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  return useMutation({
    mutationFn: async (act: Act) => send(id, act),
    onSuccess: (incident, act) => {
      client.setQueryData(liveKey([`incident:${incident.id}`], 'incident', incident.id), incident);
      if (act.done === undefined) return;
      const last = incident.recent.find((action) => action.seq === incident.seq);
      showToast({ text: act.done, ...(last?.undoable ? { onUndo: () => void undo(last.seq) } : {}) });
    },
    onError: (error, { path }) => {
      if (inForm) return;
      showToast({ text: path === 'acknowledge' ? notAcknowledged(error) : sentenceOf(error) });
    },
  });
}

async function send(id: string, { path, body = {} }: Act): Promise<Incident> {
  return sendJson<Incident>('POST', `/api/v1/incidents/${id}/${path}`, { body });
}

export function sentenceOf(error: unknown): string {
  return error instanceof RequestError ? error.message : 'That did not work. Nothing was changed.';
}

/** An acknowledgement that did not arrive must never look like one. */
export function notAcknowledged(error: unknown): string {
  const isUnsent = error instanceof RequestError && error.status === 0;
  return isUnsent
    ? 'NOT acknowledged, still escalating: the server cannot be reached.'
    : `NOT acknowledged. ${sentenceOf(error)}`;
}

export interface Declaration {
  title: string;
  summary: string;
  severity: string | null;
  product: string | null;
  environment: string | null;
  takeLead: boolean;
  alerts?: readonly { alert: string; title: string }[];
}

export async function declareIncident(declaration: Declaration, key: string): Promise<Incident> {
  return sendJson<Incident>('POST', '/api/v1/incidents', { body: declaration, key });
}

export interface Uploaded {
  id: string;
  name: string;
  contentType: string;
  bytes: number;
}

export async function uploadEvidence(id: string, file: File): Promise<Uploaded> {
  const form = new FormData();
  form.set('file', file);
  const response = await fetch(`/api/v1/incidents/${id}/attachments`, { method: 'POST', body: form });
  const body: unknown = await response.json().catch(() => null);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server is ours and checks what it sends
  if (response.ok) return body as Uploaded;
  const detail =
    typeof body === 'object' && body !== null && 'detail' in body
      ? String(body.detail)
      : 'The file was not taken.';
  throw new RequestError(response.status, detail);
}
