import type { ImpactBrief, ImpactRecord } from '@fieldmarshal/contract/impact';
import { impactPageRows } from '@fieldmarshal/contract/impact/words';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

const keyOf = (id: string, rows = impactPageRows) => [...liveKey([`incident:${id}`], 'impact', id), rows];

/** The record with its first so many rows. */
export function useImpact(id: string, rows: number) {
  return useQuery({
    queryKey: keyOf(id, rows),
    queryFn: async ({ signal }) =>
      getJson<ImpactRecord>(`/api/v1/incidents/${id}/impact?limit=${rows}`, signal),
    placeholderData: (before) => before,
  });
}

const briefsMax = 200;

/** How much each of these incidents hits, by its id; those that were not assessed are not among them. */
export function useImpactBriefs(ids: readonly string[]): ReadonlyMap<string, ImpactBrief> {
  const asked = ids.slice(0, briefsMax);
  const briefs = useQuery({
    queryKey: liveKey(['impact'], 'impact-briefs', asked.join(' ')),
    queryFn: async ({ signal }) => {
      const query = asked.map((id) => `incident=${id}`).join('&');
      const { items } = await getJson<{ items: ImpactBrief[] }>(`/api/v1/impact?${query}`, signal);
      return new Map(items.map((brief) => [brief.incidentId, brief]));
    },
    enabled: asked.length > 0,
    placeholderData: (before) => before,
  });
  return briefs.data ?? new Map<string, ImpactBrief>();
}

export interface ImpactAct {
  /** Path below the impact of the incident, e.g. `decisions`. */
  path: string;
  body?: Record<string, unknown>;
  /** What to say when it is done. */
  done: string;
}

const undoablePaths = new Set(['decisions', 'rows', 'data-loss', 'workaround', 'severity']);

/** Decides about impact; a decision can be undone for ten seconds, as everything in the log. */
export function useImpactAct(id: string) {
  const client = useQueryClient();
  const renew = async (): Promise<void> =>
    client.invalidateQueries({ queryKey: liveKey([`incident:${id}`], 'impact', id) });
  const undo = async (): Promise<void> => {
    try {
      await sendJson('POST', `/api/v1/incidents/${id}/undo`, { body: { seq: null } });
      await renew();
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  return useMutation({
    mutationFn: async ({ path, body = {} }: ImpactAct) =>
      sendJson<ImpactRecord>('POST', `/api/v1/incidents/${id}/impact/${path}`, { body }),
    onSuccess: (record, { path, done }) => {
      client.setQueryData(keyOf(id), record);
      // Who looks at more than the first rows, which are in the answer, asks for them.
      if (record.nextCursor !== null) void renew();
      const undoable = undoablePaths.has(path);
      showToast({ text: done, ...(undoable ? { onUndo: () => void undo() } : {}) });
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}
