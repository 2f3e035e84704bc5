import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

const blockRows = 8;

/**
 * The rows to have in the page: whole blocks, never past the ends. One by one the browser would lay out the whole table anew in every frame of
 * a scroll, however few rows came.
 */
export function inBlocks(range: Range): number[] {
  return defaultRangeExtractor({
    ...range,
    startIndex: Math.floor(range.startIndex / blockRows) * blockRows,
    endIndex: Math.ceil((range.endIndex + 1) / blockRows) * blockRows - 1,
  });
}
