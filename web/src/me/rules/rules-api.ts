import type { OwnRules, RingingRules } from '@fieldmarshal/contract/oncall/own-rules';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

const path = '/api/v1/me/notification-rules';
const rulesKey = liveKey(['oncall', 'contacts', 'catalog'], 'own-rules');

/** Which way rings the person who looks, and when. */
export function useOwnRules() {
  return useQuery({
    queryKey: rulesKey,
    queryFn: async ({ signal }) => getJson<OwnRules>(path, signal),
  });
}

/** Chooses rules, or with `null` takes the choice back. */
export function useChooseRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (rules: RingingRules | null) =>
      rules === null
        ? sendJson<OwnRules>('DELETE', path, { body: {} })
        : sendJson<OwnRules>('PUT', path, { body: rules }),
    onSuccess: (chosen) => client.setQueryData(rulesKey, chosen),
  });
}
