import { useEffect, useState } from 'react';
import { useClock, viewerZone } from '../ui/clock.ts';
import { zonedText } from '../ui/time-text.ts';
import { Button } from '../ui/Button.tsx';
import { useLive } from './live.ts';
import { takeNewVersion, useNewVersion } from './worker-client.ts';

/** A short break is not worth a word; a longer one is never kept quiet. */
const quietMs = 3000;

/** Under the strips while the picture may be old: since when, and from when what is shown is. */
export function ConnectionBand() {
  const { kind, lostAt, freshAt } = useLive();
  const late = useClock((now) => lostAt !== null && Math.abs(now - lostAt) > quietMs);
  const isOffline = useOffline();
  const isOld = useNewVersion();
  if (kind !== 'lost' || (!late && !isOffline)) {
    return <div role="status">{isOld ? <NewVersion /> : null}</div>;
  }
  const clock = (ms: number) => zonedText(ms, 'UTC').time;
  return (
    <div className="shell-band" role="status">
      <b>{isOffline ? 'Offline' : 'No connection to the server'}</b> since {clock(lostAt ?? freshAt)}Z. You
      see {clock(freshAt)}Z ({zonedText(freshAt, viewerZone()).time}).
    </div>
  );
}

function NewVersion() {
  return (
    <div className="shell-band shell-band-calm">
      A newer version of Fieldmarshal is ready. <Button onClick={takeNewVersion}>Change to it</Button>
    </div>
  );
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
