import type { Me, Session } from '@fieldmarshal/contract/identity/account';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

export function useMe() {
  return useQuery({
    queryKey: liveKey(['admin'], 'me'),
    queryFn: async ({ signal }) => getJson<Me>('/api/v1/me', signal),
  });
}

/** Where this person is signed in. */
export function useSessions(person: string) {
  return useQuery({
    queryKey: liveKey(['admin'], 'sessions', person),
    queryFn: async ({ signal }) =>
      getJson<{ items: Session[] }>(`/api/v1/accounts/${encodeURIComponent(person)}/sessions`, signal),
  });
}

/** Changes something about one's own account and looks at it again. */
export function useOwnChange<T>(method: 'PUT' | 'DELETE', pathOf: (change: T) => string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: T) =>
      sendJson<object>(method, `/api/v1/${pathOf(change)}`, method === 'PUT' ? { body: change } : {}),
    onSuccess: async () => client.invalidateQueries({ queryKey: liveKey(['admin']) }),
  });
}
