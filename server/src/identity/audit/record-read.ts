import { inTransaction, type Ctx } from '#platform';
import { notKept } from '../secret-answer.ts';
import { audit, type AuditEntry } from './append.ts';

/** Records that something was looked at or taken away that not everybody may know of, before it is given out. */
export async function recordRead(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await inTransaction(notKept(ctx), async (tx) => {
    audit(tx, entry);
    tx.changed('audit');
  });
}
