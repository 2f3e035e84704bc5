import type { Account } from '@fieldmarshal/contract/identity/account';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  keepPreviousData,
} from '@tanstack/react-query';
import { getJson, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { showToast } from '../ui/toast.ts';

/** What `path` answers, looked at again when anything of administration changed. */
export function useAdmin<T>(path: string) {
  return useQuery({
    queryKey: liveKey(['admin'], path),
    queryFn: async ({ signal }) => getJson<T>(`/api/v1/${path}`, signal),
  });
}

/** Everybody who may sign in, or those that `part` is a part of: of their name, address or id. */
export function useAccounts(part: string) {
  const q = part.trim();
  return useInfiniteQuery({
    queryKey: liveKey(['admin'], 'accounts', q),
    initialPageParam: '',
    // What stood there stays while the next letter is looked for.
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '100', ...(q === '' ? {} : { q }) });
      if (pageParam !== '') query.set('cursor', pageParam);
      return getJson<{ items: Account[]; nextCursor: string | null }>(`/api/v1/accounts?${query}`, signal);
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export interface Change {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  done?: string;
}

/** Writes one change and looks at the lists again; a refusal is shown as it stands, by the form itself with `inForm`. */
export function useChange<T>({ inForm = false }: { inForm?: boolean } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method, path, body }: Change) =>
      sendJson<T>(method, `/api/v1/${path}`, { body: body ?? {} }),
    onSuccess: async (_answer, { done }) => {
      if (done !== undefined) showToast({ text: done });
      await client.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey[0]).includes('"admin"'),
      });
    },
    onError: (error) => {
      if (!inForm) showToast({ text: sentenceOf(error) });
    },
  });
}
