import type { DependencyMap } from '@fieldmarshal/contract/catalog/map';
import type {
  Cause,
  CauseBrief,
  CauseCandidate,
  FailingGroup,
} from '@fieldmarshal/contract/localisation/cause';
import type { RunSpans } from '@fieldmarshal/contract/localisation/spans';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { useBriefs } from '../incidents/briefs.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

const incidentKey = (id: string) => liveKey([`cause:${id}`], 'cause', id);

const groupKey = (id: string) => liveKey(['causes'], 'group-cause', id);

export function useIncidentCause(id: string) {
  return useQuery({
    queryKey: incidentKey(id),
    queryFn: async ({ signal }) => getJson<Cause>(`/api/v1/incidents/${id}/cause`, signal),
  });
}

/** Of a group of failing checks, also one that has ended. */
export function useGroupCause(id: string) {
  return useQuery({
    queryKey: groupKey(id),
    queryFn: async ({ signal }) => getJson<Cause>(`/api/v1/causes/failing/${encodeURIComponent(id)}`, signal),
  });
}

/** Of a failing run; null where its check was not failing. */
export function useRunCause(run: string) {
  return useQuery({
    queryKey: liveKey(['causes'], 'run-cause', run),
    queryFn: async ({ signal }) =>
      getJson<{ cause: Cause | null }>(`/api/v1/runs/${encodeURIComponent(run)}/cause`, signal),
  });
}

export function useFailingGroups() {
  return useQuery({
    queryKey: liveKey(['causes'], 'failing-groups'),
    queryFn: async ({ signal }) => getJson<{ items: FailingGroup[] }>('/api/v1/causes/failing', signal),
  });
}

/** What each of these incidents is put down to, by its id; those that nobody looked at yet are not among them. */
export function useCauseBriefs(ids: readonly string[]): ReadonlyMap<string, CauseBrief> {
  return useBriefs({ path: '/causes', topic: 'causes' }, ids);
}

/** What a run went through behind its pages. */
export function useRunSpans(run: string) {
  return useQuery({
    queryKey: liveKey(['causes'], 'run-spans', run),
    queryFn: async ({ signal }) => getJson<RunSpans>(`/api/v1/runs/${encodeURIComponent(run)}/spans`, signal),
  });
}

/** Who breaks when a product does. */
export function useBlastRadius(product: string | null) {
  return useQuery({
    queryKey: liveKey(['catalog'], 'blast-radius', product),
    enabled: product !== null,
    queryFn: async ({ signal }) =>
      getJson<DependencyMap>(`/api/v1/map?from=${encodeURIComponent(product ?? '')}`, signal),
  });
}

export interface Answer {
  answer: 'confirmed' | 'corrected' | 'rejected' | 'unknown';
  cause?: CauseCandidate;
  faultKind?: string;
  note?: string;
  /** The verdict that was on screen. */
  version?: number;
}

/** Whose cause it is: of an incident, or of a failing group that never became one. */
export type Asked = Pick<Cause, 'kind' | 'id'>;

export function useAnswerCause({ kind, id }: Asked, { inForm = false }: { inForm?: boolean } = {}) {
  const client = useQueryClient();
  const path = kind === 'incident' ? `/incidents/${id}/cause/answer` : `/causes/failing/${id}/answer`;
  return useMutation({
    mutationFn: async (answer: Answer) => sendJson<Cause>('POST', `/api/v1${path}`, { body: { ...answer } }),
    onSuccess: (cause, { answer }) => {
      client.setQueryData(kind === 'incident' ? incidentKey(id) : groupKey(id), cause);
      showToast({ text: answer === 'confirmed' ? 'Cause confirmed' : 'Recorded' });
    },
    onError: (error) => {
      if (!inForm) showToast({ text: sentenceOf(error) });
    },
  });
}

export function usePageSuspect(id: string) {
  return useMutation({
    mutationFn: async (product: string) =>
      sendJson<{ team: string }>('POST', `/api/v1/incidents/${id}/cause/page`, { body: { product } }),
    onSuccess: ({ team }) => showToast({ text: `Team ${team} is being paged, with the evidence` }),
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}
