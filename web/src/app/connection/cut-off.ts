import { useEffect, useState } from 'react';
import { useClock } from '../../ui/clock.ts';
import { useLive } from '../live.ts';

/** A short break is not worth a word; a longer one is never kept quiet. */
const quietMs = 3000;

/** Whether the server has been out of reach for long enough to say so, and whether it is this device that has no network. */
export function useCutOff(): 'offline' | 'no-server' | null {
  const { kind, lostAt } = useLive();
  const late = useClock((now) => lostAt !== null && Math.abs(now - lostAt) > quietMs);
  const isOffline = useOffline();
  if (kind !== 'lost' || (!late && !isOffline)) return null;
  return isOffline ? 'offline' : 'no-server';
}

/** Why what rings people, tells customers or ends an incident cannot be done now; undefined where it can. */
export function useCutOffReason(): string | undefined {
  const cutOff = useCutOff();
  return cutOff === null ? undefined : 'There is no connection to the server: this would not be done';
}

function useOffline(): boolean {
  const [isOffline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    const end = new AbortController();
    window.addEventListener('online', look, { signal: end.signal });
    window.addEventListener('offline', look, { signal: end.signal });
    return () => end.abort();
  }, []);
  return isOffline;
}
