import { AppError, isUniqueViolation, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import type { Role } from '@fieldmarshal/contract';
import { forgetTokens } from '../tokens/authenticate.ts';
import { requireFresh } from '../permit.ts';
import { checkAssignment } from './assign.ts';
import { insertAccount, lockAccount, updateAccount, type Account } from './store.ts';

export interface WantedAccount {
  /** The name of the Person in the catalog. */
  readonly person: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** The catalog file that decides all this; the UI then shows it and changes nothing. Left out: people decide. */
  readonly managedBy?: string | null;
}

/**
 * Makes the account be as wanted; changes nothing where it is so already. A new one has no password: somebody invites its person.
 * Refuses roles beyond the actor's own, also those of somebody whose name or address they would change, an e-mail address that another
 * account has, and taking away the last administrator. Who does it by hand must have signed in a short time ago.
 */
export async function ensureAccount(tx: Tx, wanted: WantedAccount): Promise<void> {
  const values = { ...wanted, roles: [...new Set(wanted.roles)], managedBy: wanted.managedBy ?? null };
  const before = await lockAccount(tx.db, wanted.person);
  if (before && isSame(before, values)) return;
  const isMoved = before !== null && isSame({ ...before, managedBy: values.managedBy }, values);
  if (!isMoved) {
    requireFresh(tx.ctx);
    await checkAssignment(tx, { person: wanted.person, before: before?.roles ?? [], after: values.roles });
  }
  try {
    if (before) await updateAccount(tx.db, values);
    else if (!(await insertAccount(tx.db, values, tx.now))) throw madeMeanwhile(wanted.person);
  } catch (error) {
    throw isUniqueViolation(error, 'account_email') ? emailTaken(wanted) : error;
  }
  audit(tx, {
    action: before ? 'account.changed' : 'account.created',
    subject: `Person/${wanted.person}`,
    ...(before ? { before: shown(before) } : {}),
    after: shown(values),
  });
  tx.changed('admin');
  tx.afterCommit(() => forgetTokens(tx.ctx.env));
}

type Shown = Pick<Account, 'email' | 'displayName' | 'roles' | 'managedBy'>;

function shown({ email, displayName, roles, managedBy }: Shown): Shown {
  return { email, displayName, roles, managedBy };
}

function isSame(a: Shown, b: Shown): boolean {
  return (
    a.email === b.email &&
    a.displayName === b.displayName &&
    a.managedBy === b.managedBy &&
    [...a.roles].sort().join() === [...b.roles].sort().join()
  );
}

function emailTaken({ person, email }: Pick<WantedAccount, 'person' | 'email'>): AppError {
  return new AppError(
    'conflict',
    `${person} cannot have the e-mail address ${email}: another account has it.`,
    {
      faults: [{ path: 'email', message: 'belongs to another account' }],
    },
  );
}

function madeMeanwhile(person: string): AppError {
  return new AppError('conflict', `An account for ${person} was made at this moment. Please try again.`, {
    retryable: true,
  });
}
