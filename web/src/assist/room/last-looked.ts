import { useEffect, useState } from 'react';
import { readStored, writeStored } from '../../app/stored.ts';

/** The entry up to which this device showed the room before it was opened now; null where it never did. Remembers what is shown meanwhile. */
export function useLastLooked(id: string, seq: number): number | null {
  const [before] = useState(() => lookedAt(id));
  useEffect(() => writeStored(keyOf(id), String(seq)), [id, seq]);
  return before;
}

function lookedAt(id: string): number | null {
  const stored = readStored(keyOf(id));
  return stored === null || !/^\d{1,6}$/.test(stored) ? null : Number(stored);
}

function keyOf(id: string): string {
  return `fm-looked-${id}`;
}
