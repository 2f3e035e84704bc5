import type { Tx } from '#platform';
import { newSecret, secretHash } from '../../secret.ts';
import { insertLink } from './link-store.ts';

const linkHoursMax = 24;

/** Makes a one-time sign-in link for the person, good for 24 h, and gives its path. Only its hash is stored. */
export async function makeSignInLink(tx: Tx, person: string): Promise<{ path: string; expiresAt: Date }> {
  const secret = newSecret('');
  const expiresAt = new Date(tx.now.getTime() + linkHoursMax * 60 * 60 * 1000);
  await insertLink(tx.db, { hash: secretHash(secret), person, createdAt: tx.now, expiresAt });
  return { path: `/sign-in/link/${secret}`, expiresAt };
}
