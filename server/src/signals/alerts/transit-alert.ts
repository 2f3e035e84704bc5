import { actorName } from '@fieldmarshal/contract';
import type { Alert } from '@fieldmarshal/contract/signals';
import { audit, permit } from '#identity';
import { inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { rowId } from '../paging.ts';
import { findAlert, transitAlert } from '../store/alert-store.ts';
import { tellChanges } from './join-groups.ts';

interface OnAlert {
  readonly id: string;
}

/** Says that somebody is on it. Changes nothing where it is acknowledged or resolved already. */
export async function acknowledgeAlert(ctx: Ctx, { id }: OnAlert): Promise<Alert> {
  permit(ctx, 'alert.acknowledge');
  return inTransaction(ctx, async (tx) => transit(tx, id, 'acknowledged'));
}

/**
 * Ends an alert although its sender has not. The sender going on with the same start does not open it again; a new start does.
 * Changes nothing where it is resolved already.
 */
export async function resolveAlert(ctx: Ctx, { id }: OnAlert): Promise<Alert> {
  permit(ctx, 'alert.resolve');
  return inTransaction(ctx, async (tx) => transit(tx, id, 'resolved'));
}

async function transit(tx: Tx, id: string, to: 'acknowledged' | 'resolved'): Promise<Alert> {
  const row = rowId(id);
  const before = row === null ? null : await findAlert(tx.db, row);
  if (!before || row === null) throw notFound(`Alert ${id}`);
  if (!(await transitAlert(tx, row, { to, actor: actorName(tx.ctx.actor) }))) return before;
  audit(tx, {
    action: `alert.${to}`,
    subject: `alert/${id}`,
    before: { state: before.state },
    after: { state: to },
  });
  if (to === 'resolved' && before.groupId !== null) await tellChanges(tx, [Number(before.groupId)]);
  tx.changed('alerts');
  if (before.incidentId !== null) tx.changed(`incident:${before.incidentId}`);
  const after = await findAlert(tx.db, row);
  return after ?? before;
}
