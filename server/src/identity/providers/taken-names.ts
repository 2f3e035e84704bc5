import type { Tx } from '#platform';
import { namesLike } from './identity-store.ts';
import { signInRules } from './sign-in-file.ts';

/** Of this name, and numbered ones of it, those that nobody new may be called: of accounts, and of emergency accounts that are yet to be made. */
export async function takenNames(tx: Tx, name: string): Promise<Set<string>> {
  const { breakGlass } = await signInRules(tx.ctx.env.config);
  return new Set([...(await namesLike(tx.db, name)), ...breakGlass]);
}
