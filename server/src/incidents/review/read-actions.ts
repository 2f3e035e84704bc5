import type { actionsInput, ActionRow } from '@fieldmarshal/contract/incidents/review-schema';
import type { z } from 'zod';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { placeOfCursor } from '../core/action-cursor.ts';
import { listActionRows } from './action-store.ts';

/** Actions over all incidents; those of drills are practice and left out. Refuses a cursor that is none. */
export async function listActions(
  ctx: Ctx,
  { cursor, ...query }: z.output<typeof actionsInput>,
): Promise<{ items: ActionRow[]; nextCursor: string | null }> {
  permit(ctx, 'incident.read');
  const after = cursor === undefined ? null : placeOfCursor(cursor);
  if (cursor !== undefined && after === null)
    throw new AppError('invalid', 'cursor: is not one that this list gave', {
      faults: [{ path: 'cursor', message: 'is not one that this list gave' }],
    });
  return listActionRows(ctx.env.databases[ctx.pool], { ...query, after });
}
