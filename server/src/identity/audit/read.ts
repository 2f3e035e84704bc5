import { auditRow, type AuditFilter, type AuditRow } from '@fieldmarshal/contract/identity';
import { AppError, type Ctx } from '#platform';
import { permit } from '../permit.ts';
import { loadAudit, searchFloor, type StoredAudit } from './store.ts';

type Query = AuditFilter & { readonly limit: number; readonly cursor?: string | undefined };

/** Newest first; the cursor is the last number of the page before, so rows that come meanwhile shift nothing. A search for words goes on there, too. */
export async function listAudit(
  ctx: Ctx,
  { limit, cursor, ...filter }: Query,
): Promise<{ items: AuditRow[]; nextCursor: string | null }> {
  permit(ctx, 'audit.read');
  const before = cursor === undefined ? null : Number(cursor);
  if (before !== null && !Number.isSafeInteger(before))
    throw new AppError('invalid', 'cursor: is not one of this list.', {
      faults: [{ path: 'cursor', message: 'is not one of this list' }],
    });
  const db = ctx.env.databases[ctx.pool];
  const floor = await searchFloor(db, { filter, before });
  const rows = await loadAudit(db, { filter, before, floor, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(showAudit),
    nextCursor: rows.length > limit && last ? String(last.seq) : floor > 0 ? String(floor) : null,
  };
}

/** The row as clients and receivers get it. */
export function showAudit(row: StoredAudit): AuditRow {
  return auditRow.parse({ ...row, at: row.at.toISOString(), hash: row.hash.toString('hex') });
}
