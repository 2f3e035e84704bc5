import type { Actor, Role } from '@fieldmarshal/contract';
import { AppError, type Tx } from '#platform';
import { can, mayAssign } from '../core/permission.ts';
import { countOtherAdmins } from './store.ts';

interface Assignment {
  readonly person: string;
  readonly before: readonly Role[];
  readonly after: readonly Role[];
}

/** Refuses to change somebody, or to give roles, beyond what the actor has themselves, and leaving the installation without an administrator. */
export async function checkAssignment(tx: Tx, { person, before, after }: Assignment): Promise<void> {
  if (!mayAssign(ceilingOf(tx.ctx.actor), before, after)) {
    throw new AppError('forbidden', refusalOf({ person, before, after }), {
      faults: [{ path: 'roles', message: 'goes beyond your own roles' }],
    });
  }
  if (before.includes('admin') && !after.includes('admin')) await keepAnAdmin(tx, person);
}

function refusalOf({ person, before, after }: Assignment): string {
  return before.join() === after.join()
    ? `You may not change ${person}, who has roles beyond your own.`
    : `You may not change the roles of ${person} to ${after.join(', ') || 'none'}: nobody gives or takes more than they have.`;
}

/** Refuses to take away the last administrator. */
export async function keepAnAdmin(tx: Tx, person: string): Promise<void> {
  if ((await countOtherAdmins(tx.db, person)) > 0) return;
  throw new AppError(
    'refused',
    `${person} is the only administrator who can sign in. Make somebody else an administrator first.`,
  );
}

function ceilingOf(actor: Actor): readonly Role[] {
  switch (actor.kind) {
    case 'system':
      return ['admin'];
    case 'integration':
      return [];
    case 'person':
      return actor.roles;
    case 'token':
      // A token made for something narrow must not become a way to more.
      // One that provisions gives what the operator's file says; it can do nothing else.
      return actor.abilities === undefined || can(actor, 'identity.manage') || can(actor, 'scim.provision')
        ? actor.roles
        : ['responder'];
  }
}
