import type { Session } from '@fieldmarshal/contract/identity';
import { inTransaction, notFound, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { can } from '../core/permission.ts';
import { seatOf } from './authenticate.ts';
import { deleteSession, sessionsOf } from './session-rows.ts';

/** Where somebody is signed in: for themselves and for who manages identity; for others as if there were no such account. */
export async function listSessions(ctx: Ctx, { person }: { person: string }): Promise<{ items: Session[] }> {
  if (!isSelf(ctx, person) && !can(ctx.actor, 'identity.read')) throw notFound(`The account ${person}`);
  const rows = await sessionsOf(ctx.env.databases[ctx.pool], person);
  const current = seatOf(ctx.actor)?.session.id;
  return {
    items: rows.map((row) => ({
      id: row.id,
      current: row.id === current,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      address: row.address,
      userAgent: row.userAgent,
    })),
  };
}

/** Ends a session, one's own or with the right to manage identity; it is refused from the next request on. */
export async function endSession(
  ctx: Ctx,
  { person, id }: { person: string; id: string },
): Promise<Record<string, never>> {
  if (!isSelf(ctx, person) && !can(ctx.actor, 'identity.manage')) throw notFound(`The session ${id}`);
  return inTransaction(ctx, async (tx) => {
    if (!(await deleteSession(tx.db, { person, id }))) throw notFound(`The session ${id}`);
    audit(tx, { action: 'session.ended', subject: `Person/${person}`, before: { session: id } });
    tx.changed('admin');
    return {};
  });
}

function isSelf(ctx: Ctx, person: string): boolean {
  return ctx.actor.kind === 'person' && ctx.actor.person === person;
}
