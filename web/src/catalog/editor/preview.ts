import { useQuery, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RequestError, sendJson } from '../../app/http.ts';
import { faultsOfSpec, type Fault } from './faults.ts';

/** Typing goes on so long after the last key before the server is asked. */
const restMs = 300;

interface PreviewOf {
  queryKey: QueryKey;
  path: string;
  /** Null where the draft is not whole yet. */
  body: object | null;
}

export interface DraftPreview<T> {
  /** Of the last draft that could be read; undefined before the first. */
  data: T | undefined;
  /** True while the data are those of an earlier draft. */
  isStale: boolean;
  /** What the server cannot read in the draft as it is now. */
  faults: readonly Fault[];
  /** Any other failure. */
  failure: unknown;
}

/** What the server says that a draft would mean, a moment after typing rests. Nothing is stored by asking. */
export function usePreview<T>({ queryKey, path, body }: PreviewOf): DraftPreview<T> {
  const text = useRested(body === null ? null : JSON.stringify(body));
  const [last, setLast] = useState<T>();
  const query = useQuery({
    queryKey: [...queryKey, text],
    enabled: text !== null,
    retry: false,
    queryFn: async () =>
      sendJson<T>('POST', `/api/v1/${path}`, { body: JSON.parse(text ?? '{}') as unknown }),
  });
  if (query.data !== undefined && query.data !== last) setLast(query.data);
  const isRefused = query.error instanceof RequestError && query.error.faults.length > 0;
  return {
    data: query.data ?? last,
    isStale: body === null || query.data === undefined || text !== JSON.stringify(body),
    faults: isRefused && query.error instanceof RequestError ? faultsOfSpec(query.error.faults) : [],
    failure: isRefused ? null : query.error,
  };
}

function useRested(text: string | null): string | null {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
