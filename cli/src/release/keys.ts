import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Refusal } from '../failure.ts';

/** An Ed25519 key in PEM: `openssl genpkey -algorithm ed25519` makes the private one. */
export async function readKey(path: string, kind: 'private' | 'public'): Promise<KeyObject> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refusal(`There is no key at ${path}.`);
  });
  const key = keyOf(text, kind);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new Refusal(
    `${path} holds no ${kind} Ed25519 key in PEM.${kind === 'private' ? ' Make one: openssl genpkey -algorithm ed25519 -out release.key' : ''}`,
  );
}

function keyOf(text: string, kind: 'private' | 'public'): KeyObject | null {
  // A public key can be read out of a private one, which has no business where releases are installed.
  if (kind === 'public' && text.includes('PRIVATE KEY')) return null;
  try {
    return kind === 'private' ? createPrivateKey(text) : createPublicKey(text);
  } catch {
    return null;
  }
}

/** The public half in PEM. */
export function publicHalf(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}
