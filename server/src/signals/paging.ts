import { AppError } from '#platform';

/** Lists run from the newest id down; the cursor is the last id seen. */
export function idBefore(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  return rowId(cursor) ?? refuse();
}

function refuse(): never {
  throw new AppError('invalid', 'cursor: is not one that this list gave', {
    faults: [{ path: 'cursor', message: 'is not one that this list gave' }],
  });
}

/** A row number from the wire; `null` where no row can have it. */
export function rowId(text: string): number | null {
  const id = Number(text);
  return /^\d{1,15}$/.test(text) && id > 0 ? id : null;
}

/** One page from rows of which one more than `limit` was read. */
export function pageOf<T extends { readonly id: string }>(
  rows: readonly T[],
  limit: number,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
