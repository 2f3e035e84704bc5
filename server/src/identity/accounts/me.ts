import type { Me } from '@fieldmarshal/contract/identity';
import { AppError, type Ctx } from '#platform';
import { abilities, can } from '../core/permission.ts';
import { seatOf } from '../sessions/authenticate.ts';
import { findAccount } from './store.ts';

/** Who asks, and what they may. */
export async function readMe(ctx: Ctx): Promise<Me> {
  const { actor } = ctx;
  if (actor.kind !== 'person' && actor.kind !== 'token')
    throw new AppError('forbidden', 'Only people and API tokens have this.');
  const account = actor.person === null ? null : await findAccount(ctx.env.databases[ctx.pool], actor.person);
  const session = seatOf(actor)?.session;
  return {
    kind: actor.kind,
    person: actor.person,
    displayName: actor.kind === 'person' ? actor.displayName : actor.name,
    email: account?.email ?? null,
    roles: [...actor.roles],
    abilities: abilities.filter((ability) => can(actor, ability)),
    account: account && {
      hasPassword: account.hasPassword,
      passwordSetAt: account.passwordSetAt?.toISOString() ?? null,
      managedBy: account.managedBy,
    },
    session: session ? { id: session.id, mayChoosePassword: session.mayChoosePassword } : null,
  };
}
