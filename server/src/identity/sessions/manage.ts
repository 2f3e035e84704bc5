import type { Session } from '@fieldmarshal/contract/identity';
import { inTransaction, notFound, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { recordRead } from '../audit/record-read.ts';
import { can, type Ability } from '../core/permission.ts';
import { seatOf } from './authenticate.ts';
import { deleteOtherSessions, deleteSession, sessionsOf } from './session-rows.ts';

/** Where somebody is signed in: for themselves and for who manages identity; for others as if there were no such account. */
export async function listSessions(ctx: Ctx, { person }: { person: string }): Promise<{ items: Session[] }> {
  permitOn(ctx, person, { ability: 'identity.read', what: `The account ${person}` });
  await recordLook(ctx, person, 'account.sessions-seen');
  const rows = await sessionsOf(ctx.env.databases[ctx.pool], person);
  const current = seatOf(ctx.actor)?.session.id;
  return {
    items: rows.map((row) => ({
      id: row.id,
      method: row.method,
      provider: row.provider,
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
  permitOn(ctx, person, { ability: 'identity.manage', what: `The session ${id}` });
  return inTransaction(ctx, async (tx) => {
    if (!(await deleteSession(tx.db, { person, id }))) throw notFound(`The session ${id}`);
    audit(tx, { action: 'session.ended', subject: `Person/${person}`, before: { session: id } });
    tx.changed('admin');
    return {};
  });
}

/** Ends all sessions of somebody but the one that asks, such as those of a lost device; where it is another's, all of them. */
export async function endOthers(ctx: Ctx, { person }: { person: string }): Promise<{ ended: number }> {
  permitOn(ctx, person, { ability: 'identity.manage', what: `The account ${person}` });
  const keep = seatOf(ctx.actor)?.session.id ?? null;
  return inTransaction(ctx, async (tx) => {
    const sessions = await deleteOtherSessions(tx.db, { person, keep });
    for (const session of sessions)
      audit(tx, { action: 'session.ended', subject: `Person/${person}`, before: { session } });
    tx.changed('admin');
    return { ended: sessions.length };
  });
}

/** For the person themselves and for who has the ability; for others as if there were nothing. */
export function permitOn(
  ctx: Ctx,
  person: string,
  { ability, what }: { ability: Ability; what: string },
): void {
  const isSelf = ctx.actor.kind === 'person' && ctx.actor.person === person;
  if (!isSelf && !can(ctx.actor, ability)) throw notFound(what);
}

/** Records that somebody looked at what belongs to another person. */
export async function recordLook(ctx: Ctx, person: string, action: string): Promise<void> {
  const { actor } = ctx;
  const isSelf = (actor.kind === 'person' || actor.kind === 'token') && actor.person === person;
  if (!isSelf) await recordRead(ctx, { action, subject: `Person/${person}` });
}
