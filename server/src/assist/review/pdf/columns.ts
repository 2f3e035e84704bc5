/** What a cell would like: its longest word, and all of it on one line. */
export interface CellWish {
  readonly word: number;
  readonly line: number;
}

/** Between the words of one column and those of the next. */
export const columnGap = 10;

/**
 * Widths of the columns of a table within `width`, gaps inside: what they would like where there is room; else each gets its longest word
 * first and a share of the rest by what it lacks; where even that is too much, shares of equal size.
 */
export function columnsOf(rows: readonly (readonly CellWish[])[], width: number): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, column) => ({
    word: Math.max(0, ...rows.map((row) => row[column]?.word ?? 0)) + columnGap,
    line: Math.max(0, ...rows.map((row) => row[column]?.line ?? 0)) + columnGap,
  }));
  const words = columns.reduce((sum, { word }) => sum + word, 0);
  const lines = columns.reduce((sum, { line }) => sum + line, 0);
  if (lines <= width) return columns.map(({ line }) => line);
  if (words >= width) return columns.map(() => width / count);
  return columns.map(({ word, line }) => word + ((line - word) / (lines - words)) * (width - words));
}
