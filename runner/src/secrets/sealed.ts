import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { Order, SealedOrder } from '@fieldmarshal/contract/checks';

/**
 * How a secret gets to a runner without anybody on the way opening it. The value is *locked* with a key of its own once, when it is set.
 * For each run only that key is *sealed* to the runner that gets it: X25519 with a pair made for the moment, HKDF-SHA256, AES-256-GCM.
 */
const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const info = 'fieldmarshal secret of a check 1';

/** A value under a key of its own. */
export interface Locked {
  readonly key: Uint8Array;
  readonly locked: string;
}

export function lock(value: string): Locked {
  const key = randomBytes(keyBytes);
  return { key, locked: encrypted(key, Buffer.from(value), 'value') };
}

/** Seals keys to whoever has the private half of `publicKey`. Throws where that is no X25519 key. */
export function sealerTo(publicKey: string): {
  /** Goes with what is sealed. */
  readonly madeKey: string;
  seal: (key: Uint8Array, about: string) => string;
} {
  const made = generateKeyPairSync('x25519');
  const madeKey = spki(made.publicKey);
  const shared = agreed(made.privateKey, publicKey, madeKey + publicKey);
  return { madeKey, seal: (key, about) => encrypted(shared, key, about) };
}

/** Whether it is one of the kind that {@link sealerTo} seals to. */
export function isRunnerKey(publicKey: string): boolean {
  try {
    sealerTo(publicKey);
    return true;
  } catch {
    return false;
  }
}

/** What people compare of a key: 80 bits of its hash in groups, `3f9a-01c2-…`. */
export function fingerprintOf(publicKey: string): string {
  const hex = createHash('sha256').update(publicKey).digest('hex').slice(0, 20);
  return hex.match(/.{4}/g)?.join('-') ?? hex;
}

/** What a key is sealed for: it opens nothing in another run. */
export function aboutSecret(run: string, name: string): string {
  return `${run} ${name}`;
}

export interface RunnerKeys {
  readonly publicKey: string;
  /** The order with its secrets in clear. Throws where they were sealed to somebody else or changed on the way. */
  open(order: SealedOrder): Order;
}

/** A new private key, as text to be kept. */
export function newRunnerKey(): string {
  return generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** The keys of a runner; without `kept`, which {@link newRunnerKey} made, new ones that nobody has again. Throws for a text that is no such key. */
export function runnerKeys(kept = newRunnerKey()): RunnerKeys {
  const privateKey = createPrivateKey(kept);
  if (privateKey.asymmetricKeyType !== 'x25519') throw new Error('not an X25519 key');
  const own = spki(createPublicKey(privateKey));
  return {
    publicKey: own,
    open: ({ madeKey, secrets, ...order }) => {
      if (Object.keys(secrets).length === 0) return { ...order, secrets: {} };
      const shared = agreed(privateKey, madeKey, madeKey + own);
      const opened = Object.entries(secrets).map(([name, { key, locked }]) => {
        try {
          const inner = decrypted(shared, key, aboutSecret(order.id, name));
          return [name, decrypted(inner, locked, 'value').toString()] as const;
        } catch {
          throw new Error(`The secret ${name} was sealed to another runner, or changed on the way.`);
        }
      });
      return { ...order, secrets: Object.fromEntries(opened) };
    },
  };
}

function agreed(privateKey: KeyObject, other: string, salt: string): Uint8Array {
  const secret = secretWith(privateKey, other);
  if (secret === null) throw new Error('not an X25519 key');
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, keyBytes));
}

function secretWith(privateKey: KeyObject, other: string): Buffer | null {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(other, 'base64'), format: 'der', type: 'spki' });
    // Throws where the keys are of two kinds, and for a key that gives everybody the same secret.
    return diffieHellman({ privateKey, publicKey });
  } catch {
    return null;
  }
}

function spki(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

function encrypted(key: Uint8Array, bytes: Uint8Array, about: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

function decrypted(key: Uint8Array, text: string, about: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
}
