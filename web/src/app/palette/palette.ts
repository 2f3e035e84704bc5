import { useEffect, useRef } from 'react';

export type PaletteGroup = 'context' | 'go' | 'object' | 'help';

export interface PaletteEntry {
  id: string;
  /** Verb first: "Page Payments, Ola B". */
  title: string;
  group: PaletteGroup;
  /** Further words it is found by. */
  words?: string;
  /** As in a key binding. */
  keys?: string;
  /** Customers see it or something ends: asks for a second Enter. */
  decisive?: boolean;
  run: () => void;
}

interface Offered {
  current: readonly PaletteEntry[];
}

const offered = new Map<Offered, string>();
const objectsMax = 500;

/** Offers entries while the component is on screen; the newest screen's come first within their group. */
export function usePalette(entries: readonly PaletteEntry[]): void {
  const latest = useRef(entries);
  useEffect(() => {
    latest.current = entries;
  });
  useEffect(() => {
    offered.set(latest, '');
    return () => {
      offered.delete(latest);
    };
  }, []);
}

/** Everything on offer: context, go-to, the last 500 objects, help. */
export function paletteEntries(): PaletteEntry[] {
  const all = [...offered.keys()].toReversed().flatMap(({ current }) => current);
  const objects = all.filter((entry) => entry.group === 'object').slice(0, objectsMax);
  return [...all.filter((entry) => entry.group !== 'object'), ...objects];
}

const groupOrder: { readonly [G in PaletteGroup]: number } = { context: 0, go: 1, object: 2, help: 3 };

interface Scored {
  entry: PaletteEntry;
  score: number;
}

/**
 * Entries of which every typed word begins some word: `page pay` finds "Page Payments". Order: words at the beginning
 * of the title first, then by group, then as offered.
 */
export function searchPalette(entries: readonly PaletteEntry[], query: string, max = 50): PaletteEntry[] {
  const typed = query.toLowerCase().split(/\s+/u).filter(Boolean);
  const scored = entries.flatMap((entry): Scored[] => {
    const title = wordsOf(entry.title);
    const words = entry.words === undefined ? title : [...title, ...wordsOf(entry.words)];
    if (!typed.every((each) => words.some((word) => word.startsWith(each)))) return [];
    const atStart = typed.length > 0 && title[0]?.startsWith(typed[0] ?? '') ? 0 : 10;
    return [{ entry, score: atStart + groupOrder[entry.group] }];
  });
  return scored
    .toSorted((a, b) => a.score - b.score)
    .slice(0, max)
    .map(({ entry }) => entry);
}

function wordsOf(text: string): string[] {
  const whole = text.toLowerCase().split(/[\s,/]+/u);
  return [...whole, ...whole.flatMap((word) => (word.includes('-') ? word.split('-').slice(1) : []))];
}
