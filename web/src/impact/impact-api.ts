import type { ImpactBrief, ImpactRecord } from '@fieldmarshal/contract/impact';
import { impactPageRows } from '@fieldmarshal/contract/impact/words';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { useBriefs } from '../incidents/briefs.ts';
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

/** How much each of these incidents hits, by its id; those that were not assessed are not among them. */
export function useImpactBriefs(ids: readonly string[]): ReadonlyMap<string, ImpactBrief> {
  return useBriefs({ path: '/impact', topic: 'impact' }, ids);
}

export interface ImpactAct {
  /** Path below the impact of the incident, e.g. `decisions`. */
  path: string;
  body?: Record<string, unknown>;
  /** What to say when it is done. */
  done: string;
}

/**
 * What takes it back: this very entry of the log, or nothing. Row after row is answered within seconds, and the log undoes only the last
 * entry of a person: an answer about rows that had none before is taken back by leaving them open again.
 */
function undoOf({ path, body }: ImpactAct, seq: number): Pick<ImpactAct, 'path'> & { body: object } {
  const isAnswer = path === 'decisions' && body?.['decision'] !== 'clear';
  return isAnswer
    ? { path: 'impact/decisions', body: { decision: 'clear', rows: body?.['rows'] } }
    : { path: 'undo', body: { seq } };
}

/** Decides about impact; a decision can be undone for ten seconds, as everything in the log. */
export function useImpactAct(id: string) {
  const client = useQueryClient();
  const renew = async (): Promise<void> =>
    client.invalidateQueries({ queryKey: liveKey([`incident:${id}`], 'impact', id) });
  const takeBack = async (act: ImpactAct, seq: number): Promise<void> => {
    try {
      const { path, body } = undoOf(act, seq);
      await sendJson('POST', `/api/v1/incidents/${id}/${path}`, { body });
      await renew();
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  return useMutation({
    mutationFn: async ({ path, body = {} }: ImpactAct) =>
      sendJson<ImpactRecord>('POST', `/api/v1/incidents/${id}/impact/${path}`, { body }),
    onSuccess: (record, act) => {
      client.setQueryData(keyOf(id), record);
      // Who looks at more than the first rows, which are in the answer, asks for them.
      if (record.nextCursor !== null) void renew();
      const { undo } = record;
      showToast({ text: act.done, ...(undo === null ? {} : { onUndo: () => void takeBack(act, undo) }) });
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}
