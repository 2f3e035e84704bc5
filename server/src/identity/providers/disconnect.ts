import { inTransaction, notFound, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { permitOn } from '../sessions/manage.ts';
import { deleteSessionsBy } from '../sessions/session-rows.ts';
import { deleteIdentity } from './identity-store.ts';

/** Takes a provider's identity from somebody, one's own or with the right to manage identity, and ends the sessions it vouched for. */
export async function disconnectIdentity(
  ctx: Ctx,
  { person, id }: { person: string; id: string },
): Promise<Record<string, never>> {
  permitOn(ctx, person, { ability: 'identity.manage', what: `The identity ${id}` });
  return inTransaction(ctx, async (tx) => {
    const before = await deleteIdentity(tx.db, { person, id });
    if (!before) throw notFound(`The identity ${id}`);
    await deleteSessionsBy(tx.db, { person, provider: before.provider });
    audit(tx, { action: 'account.identity-disconnected', subject: `Person/${person}`, before });
    tx.changed('admin');
    return {};
  });
}
