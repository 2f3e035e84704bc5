import type { Kysely } from 'kysely';
import type { DB } from '#platform';
import { can, type Ability } from '../core/permission.ts';
import { findAccount } from './store.ts';

/** Whether somebody's account lets them do something; null where they have none and answer by links only. */
export async function accountMay(db: Kysely<DB>, person: string, ability: Ability): Promise<boolean | null> {
  const account = await findAccount(db, person);
  if (account === null) return null;
  const { roles, displayName } = account;
  return account.disabledAt === null && can({ kind: 'person', person, displayName, roles }, ability);
}
