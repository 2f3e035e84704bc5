import type {
  PanelData,
  RoomLinks,
  RoomRunbooks,
  Runbook,
  RunbookRow,
} from '@fieldmarshal/contract/knowledge';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

export function useRunbooks({ search, product }: { search: string; product: string }) {
  const query = new URLSearchParams({
    limit: '200',
    ...(search.trim() === '' ? {} : { search: search.trim() }),
    ...(product === '' ? {} : { product }),
  }).toString();
  return useQuery({
    queryKey: liveKey(['catalog'], 'runbooks', query),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      getJson<{ items: RunbookRow[]; of: number }>(`/api/v1/runbooks?${query}`, signal),
  });
}

/** Asks nothing while `name` is null. */
export function useRunbook(name: string | null) {
  return useQuery({
    queryKey: liveKey(['catalog'], 'runbook', name),
    enabled: name !== null,
    queryFn: async ({ signal }) =>
      getJson<Runbook>(`/api/v1/runbooks/${encodeURIComponent(name ?? '')}`, signal),
  });
}

function roomKey(id: string): readonly unknown[] {
  return liveKey([`incident:${id}`, 'catalog'], 'room-runbooks', id);
}

export function useRoomRunbooks(id: string) {
  return useQuery({
    queryKey: roomKey(id),
    queryFn: async ({ signal }) => getJson<RoomRunbooks>(`/api/v1/incidents/${id}/runbooks`, signal),
  });
}

export function useAnswerRunbook(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, helped }: { name: string; helped: boolean | null }) =>
      sendJson<RoomRunbooks>('PUT', `/api/v1/incidents/${id}/runbooks/${encodeURIComponent(name)}`, {
        body: { helped },
      }),
    onSuccess: (runbooks) => client.setQueryData(roomKey(id), runbooks),
  });
}

export function useRoomLinks(id: string) {
  return useQuery({
    queryKey: liveKey([`incident:${id}`, 'catalog'], 'room-links', id),
    queryFn: async ({ signal }) => getJson<RoomLinks>(`/api/v1/incidents/${id}/links`, signal),
  });
}

/** Asked for once, and again on demand: each asking is a query of a metrics server. */
export function usePanel(id: string, name: string) {
  return useQuery({
    queryKey: ['metrics-panel', id, name],
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      getJson<PanelData>(`/api/v1/incidents/${id}/panels/${encodeURIComponent(name)}`, signal),
  });
}
