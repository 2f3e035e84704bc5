import type { Cell, CheckDetail, Matrix, RunDetail } from '@fieldmarshal/contract/checks/view';
import type { RunnerView } from '@fieldmarshal/contract/checks/runner';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

/** What the matrix is narrowed to; lives in the address. */
export interface MatrixFilter {
  all?: boolean | undefined;
  product?: string | undefined;
  environment?: string | undefined;
  /** By product, one after the other. */
  grouped?: boolean | undefined;
  type?: string | undefined;
  search?: string | undefined;
}

export function useMatrix({ all, product, environment, type, search }: MatrixFilter) {
  const query = new URLSearchParams({
    failing: String(all !== true),
    ...(product === undefined ? {} : { product }),
    ...(environment === undefined ? {} : { environment }),
    ...(type === undefined ? {} : { type }),
    ...(search === undefined || search === '' ? {} : { search }),
  }).toString();
  return useQuery({
    queryKey: liveKey(['checks', 'catalog'], 'matrix', query),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => getJson<Matrix>(`/api/v1/checks/matrix?${query}`, signal),
  });
}

/** The runs that show what is failing or degraded, by check and environment. */
export function useBadRuns(): (check: string, environment: string) => string | null {
  const { data } = useQuery({
    queryKey: liveKey(['checks', 'catalog'], 'bad'),
    queryFn: async ({ signal }) => getJson<{ items: Cell[] }>('/api/v1/checks/failing', signal),
  });
  const runs = useMemo(
    () => new Map(data?.items.map(({ check, environment, run }) => [`${check}\n${environment}`, run])),
    [data],
  );
  return (check, environment) => runs.get(`${check}\n${environment}`) ?? null;
}

export function useCheck(name: string) {
  return useQuery({
    queryKey: liveKey(['checks', 'catalog'], 'check', name),
    queryFn: async ({ signal }) =>
      getJson<CheckDetail>(`/api/v1/checks/${encodeURIComponent(name)}?days=7`, signal),
  });
}

export function useRun(id: string) {
  return useQuery({
    queryKey: liveKey(['checks'], 'run', id),
    queryFn: async ({ signal }) => getJson<RunDetail>(`/api/v1/runs/${encodeURIComponent(id)}`, signal),
  });
}

export function useRunners() {
  return useQuery({
    queryKey: liveKey(['runners'], 'runners'),
    queryFn: async ({ signal }) => getJson<{ items: RunnerView[] }>('/api/v1/runners', signal),
  });
}

/** Asks for a run now, in one environment. */
export function useRunNow(check: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (environment: string) =>
      sendJson<{ runs: string[] }>('POST', `/api/v1/checks/${encodeURIComponent(check)}/run`, {
        body: { environment },
      }),
    onSuccess: async () => {
      showToast({ text: 'It runs as soon as a runner is free.' });
      await client.invalidateQueries();
    },
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
}
