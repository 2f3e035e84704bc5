import { createECDH } from 'node:crypto';
import type { Env } from '#platform';
import { serverKey } from '../webhook/server-key.ts';

/** The server's own key pair for Web Push (RFC 8292), base64url. Derived from the server key, so it is as old as the installation and stays. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export async function vapidKeys(env: Pick<Env, 'databases' | 'clock'>): Promise<VapidKeys> {
  const key = await serverKey(env);
  const pair = createECDH('prime256v1');
  // A number out of range is as likely as 1 in 2^32.
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const secret = key.derived('vapid', String(attempt));
    try {
      pair.setPrivateKey(secret);
      return {
        publicKey: pair.getPublicKey().toString('base64url'),
        privateKey: secret.toString('base64url'),
      };
    } catch {
      continue;
    }
  }
  throw new Error('no key pair for Web Push can be derived');
}
