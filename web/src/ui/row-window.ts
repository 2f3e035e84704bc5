import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { inBlocks } from './row-blocks.ts';

/** Lists up to this length are whole in the page, so that the browser's own search finds every row. */
const wholeMax = 200;
const rowPx = 28;

export interface RowWindow {
  /** Whether every row is in the page. */
  all: boolean;
  from: number;
  to: number;
  /** Heights in px of what is left out. */
  before: number;
  after: number;
  measure: (row: HTMLElement | null) => void;
}

/** Which rows of a long list to have in the page, around what is on screen. On paper all of them. */
export function useRowWindow(count: number, ref: RefObject<HTMLElement | null>): RowWindow {
  const printing = usePrinting();
  const all = printing || count <= wholeMax;
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler here
  const virtual = useVirtualizer({
    count,
    enabled: !all,
    getScrollElement: () => ref.current,
    estimateSize: () => rowPx,
    overscan: 16,
    rangeExtractor: inBlocks,
  });
  const measure = virtual.measureElement;
  if (all) return { all, from: 0, to: count, before: 0, after: 0, measure };
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined)
    return { all, from: 0, to: 40, before: 0, after: 0, measure };
  return {
    all,
    from: first.index,
    to: last.index + 1,
    before: first.start,
    after: virtual.getTotalSize() - last.end,
    measure,
  };
}

function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const end = new AbortController();
    // The page is drawn for paper right after the event.
    window.addEventListener('beforeprint', () => flushSync(() => setPrinting(true)), { signal: end.signal });
    window.addEventListener('afterprint', () => setPrinting(false), { signal: end.signal });
    return () => end.abort();
  }, []);
  return printing;
}
