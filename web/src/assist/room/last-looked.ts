import { useEffect, useRef, useState } from 'react';
import { readStored, writeStored } from '../../app/stored.ts';

/** Whoever looks elsewhere for a moment has missed nothing. */
const awayMs = 120_000;

/**
 * The entry up to which this device showed the room before it was opened now, or before whoever reads it was away: on another tab, or with the
 * screen off. Null where it never did. Only what is on the screen is remembered as seen.
 */
export function useLastLooked(id: string, seq: number): number | null {
  const [before, setBefore] = useState(() => lookedAt(id));
  const newest = useRef(seq);
  useEffect(() => {
    newest.current = seq;
    if (document.visibilityState === 'visible') writeStored(keyOf(id), String(seq));
  }, [id, seq]);
  useEffect(() => {
    const end = new AbortController();
    let leftAt: number | null = null;
    const look = (): void => {
      if (document.visibilityState === 'hidden') {
        leftAt = Date.now();
        return;
      }
      const seen = lookedAt(id);
      if (leftAt !== null && Date.now() - leftAt >= awayMs && seen !== null) setBefore(seen);
      leftAt = null;
      writeStored(keyOf(id), String(newest.current));
    };
    document.addEventListener('visibilitychange', look, { signal: end.signal });
    return () => end.abort();
  }, [id]);
  return before;
}

function lookedAt(id: string): number | null {
  const stored = readStored(keyOf(id));
  return stored === null || !/^\d{1,6}$/.test(stored) ? null : Number(stored);
}

function keyOf(id: string): string {
  return `fm-looked-${id}`;
}
