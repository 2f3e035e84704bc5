import { AppError, type Tx } from '#platform';
import { ensureAccount, type WantedAccount } from './ensure.ts';
import { followsProvider } from './kept-by.ts';
import { lockAccount } from './store.ts';

/**
 * {@link ensureAccount} for a Person of the catalog. Of an account that follows a provider it becomes the account only where the provider
 * vouches for the very address of the Person: who signs in there may have taken the name of a colleague before they were in the catalog,
 * and would get what is theirs. Throws `conflict`.
 */
export async function ensureAccountOfPerson(tx: Tx, wanted: WantedAccount): Promise<void> {
  const there = await lockAccount(tx.db, wanted.person);
  if (
    there !== null &&
    followsProvider(there.managedBy) &&
    there.email?.toLowerCase() !== wanted.email?.toLowerCase()
  )
    throw new AppError(
      'conflict',
      `There is an account ${wanted.person} of somebody else: it follows ${there.managedBy}, ${there.email === null ? 'without an e-mail address' : 'with another e-mail address'}. Give the Person another name, or erase that account first (Admin → People).`,
      { faults: [{ path: 'metadata.name', message: 'is the account of somebody else' }] },
    );
  await ensureAccount(tx, wanted);
}
