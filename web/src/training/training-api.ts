import type { DrillDetail, DrillSummary, ShownLadder, ShownScenario } from '@fieldmarshal/contract/training';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

export function useScenarios() {
  return useQuery({
    queryKey: liveKey(['catalog'], 'scenarios'),
    queryFn: async ({ signal }) => getJson<{ items: ShownScenario[] }>('/api/v1/scenarios', signal),
  });
}

export function useDrills() {
  return useQuery({
    queryKey: liveKey(['drills'], 'drills'),
    queryFn: async ({ signal }) => getJson<{ items: DrillSummary[] }>('/api/v1/drills?limit=50', signal),
  });
}

export function useDrill(id: string) {
  return useQuery({
    queryKey: liveKey(['drills'], 'drill', id),
    queryFn: async ({ signal }) => getJson<DrillDetail>(`/api/v1/drills/${id}`, signal),
  });
}

/** The drill of a room; asks only where the room is one. */
export function useDrillOfRoom(incidentId: string, isDrill: boolean) {
  return useQuery({
    queryKey: liveKey(['drills'], 'drill-of', incidentId),
    enabled: isDrill,
    queryFn: async ({ signal }) => {
      const { items } = await getJson<{ items: DrillSummary[] }>('/api/v1/drills?limit=200', signal);
      return items.find((drill) => drill.incidentId === incidentId) ?? null;
    },
  });
}

export interface StartDrill {
  scenario?: string;
  incident?: string;
  seat: 'trainee' | 'watch';
  trainee?: string;
  mentor?: string;
  speed: number;
  override?: string;
}

export function useStartDrill() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: StartDrill) => sendJson<DrillDetail>('POST', '/api/v1/drills', { body }),
    onSuccess: async () => renew(client),
  });
}

interface Act {
  path: 'pause' | 'resume' | 'end' | 'speed' | 'debrief' | 'messages' | 'resolve';
  body?: object;
}

/** Does something with a drill and looks at it again. */
export function useDrillAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ path, body = {} }: Act) =>
      sendJson<DrillDetail>(
        path === 'speed' || path === 'debrief' ? 'PUT' : 'POST',
        `/api/v1/drills/${id}/${path}`,
        {
          body,
        },
      ),
    onSuccess: async () => renew(client),
  });
}

async function renew(client: ReturnType<typeof useQueryClient>): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).includes('"drills"'),
  });
}

export function useLadders() {
  return useQuery({
    queryKey: liveKey(['drills', 'catalog', 'oncall'], 'ladders'),
    queryFn: async ({ signal }) => getJson<{ items: ShownLadder[] }>('/api/v1/training/ladders', signal),
  });
}

interface LadderAct {
  method?: 'POST' | 'DELETE';
  /** Under the ladder's own address. */
  path: string;
  body?: object;
}

/** Puts somebody on a ladder, signs for a step of it, or takes either back. */
export function useLadderAct(ladder: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method = 'POST', path, body = {} }: LadderAct) =>
      sendJson<object>(
        method,
        `/api/v1/training/ladders/${encodeURIComponent(ladder)}/${path}`,
        method === 'DELETE' ? {} : { body },
      ),
    onSuccess: async () => renew(client),
  });
}
