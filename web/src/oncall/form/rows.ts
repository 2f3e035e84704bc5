/** Rows of a form keep their identity while they are moved, so that React keeps what is typed and focused. */
export interface Row {
  readonly id: number;
}

let last = 0;

export function rowId(): number {
  last += 1;
  return last;
}

export function withRow<T>(list: readonly T[], index: number, part: Partial<T>): T[] {
  return list.map((row, place) => (place === index ? { ...row, ...part } : row));
}

export function withoutRow<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, place) => place !== index);
}

/** The list with a row moved up (-1) or down (1); as it was where that leads out of it. */
export function movedRow<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const row = list[index];
  if (row === undefined || index + by < 0 || index + by >= list.length) return [...list];
  return withoutRow(list, index).toSpliced(index + by, 0, row);
}
