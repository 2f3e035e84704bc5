import type { Ambush, AmbushConsent, AmbushReport, OwnAmbushes } from '@fieldmarshal/contract/readiness';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

const ownKey = liveKey(['readiness', 'catalog'], 'own-ambushes');

export function useAmbushes() {
  return useQuery({
    queryKey: liveKey(['readiness', 'catalog'], 'ambushes'),
    queryFn: async ({ signal }) => getJson<AmbushReport>('/api/v1/readiness/ambushes', signal),
  });
}

export function useOwnAmbushes() {
  return useQuery({
    queryKey: ownKey,
    queryFn: async ({ signal }) => getJson<OwnAmbushes>('/api/v1/me/ambushes', signal),
  });
}

export function useAgree() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (consent: AmbushConsent) =>
      sendJson<OwnAmbushes>('PUT', '/api/v1/me/ambushes', { body: { consent } }),
    onSuccess: (own) => client.setQueryData(ownKey, own),
  });
}

export const stateWords: Record<Ambush['state'], string> = {
  waiting: 'Waiting for an answer',
  answered: 'Answered',
  missed: 'Not answered in time',
  'called-off': 'Called off',
};

/** `45 s`, `3 min 5 s`; – where there is none. */
export function secondsText(seconds: number | null): string {
  if (seconds === null) return '–';
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}
