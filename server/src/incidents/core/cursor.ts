/** Where a page of the list ended: the last row's severity rank and number. */
export interface ListCursor {
  readonly rank: number;
  readonly number: number;
}

export function writeCursor({ rank, number }: ListCursor): string {
  return `${rank}.${number}`;
}

/** null for anything that {@link writeCursor} did not make. */
export function readCursor(text: string): ListCursor | null {
  const match = /^(\d)\.(\d{1,9})$/.exec(text);
  if (match === null) return null;
  return { rank: Number(match[1]), number: Number(match[2]) };
}
