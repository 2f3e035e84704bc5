import { inTransaction, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { deleteSession } from './session-rows.ts';
import type { StoredSession } from './store.ts';

/** Ends the session of the browser that asks. */
export async function signOut(ctx: Ctx, session: StoredSession): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteSession(tx.db, session))) return;
    audit(tx, {
      action: 'session.ended',
      subject: `Person/${session.person}`,
      before: { session: session.id },
    });
  });
}
