import { inTransaction, type Ctx } from '#platform';
import { sendKey } from '../jobs.ts';
import { communicationFrom, setState, withdrawApprovals } from './communication-store.ts';

/**
 * What was approved and has not left is a draft again: for a database that shows an earlier moment, whose approvals were given on what
 * was known then. Returns how many.
 */
export async function holdApproved(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .selectFrom('communication')
      .selectAll()
      .where('state', '=', 'approved')
      .orderBy('id')
      .forUpdate()
      .execute();
    for (const { id } of rows.map((row) => communicationFrom(row))) {
      await withdrawApprovals(tx, id);
      await setState(tx, id, { state: 'draft', sendAt: null, approvedAt: null });
      tx.cancelTimer(sendKey(id));
    }
    if (rows.length > 0) tx.changed('communications');
    return rows.length;
  });
}
