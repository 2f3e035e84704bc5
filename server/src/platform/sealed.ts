import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Env } from './env.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Seals a text for one purpose; the key is not in the database, so a copy of that opens nothing. */
export async function seal(env: Pick<Env, 'config'>, text: string, purpose: string): Promise<string> {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, await sealingKey(env), iv).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Opens what {@link seal} closed for the same purpose; null where it was sealed by none of this installation's keys. */
export async function unseal(
  env: Pick<Env, 'config'>,
  sealed: string,
  purpose: string,
): Promise<string | null> {
  const bytes = Buffer.from(sealed, 'base64');
  for (const key of [await sealingKey(env), ...(await formerKeys(env))]) {
    const text = opened(bytes, key, purpose);
    if (text !== null) return text;
  }
  return null;
}

/** Whether {@link unseal} would open it; makes no key where there is none, so that looking changes nothing. */
export async function opensHere(env: Pick<Env, 'config'>, sealed: string, purpose: string): Promise<boolean> {
  const { secretKey, data } = env.config;
  const present = secretKey === undefined ? await readKeyFile(data) : keyOf(secretKey);
  const keys = [...(present === null ? [] : [present]), ...(await formerKeys(env))];
  return keys.some((key) => opened(Buffer.from(sealed, 'base64'), key, purpose) !== null);
}

/** The same secret under the present key; `present` where it is so already, `lost` where none of the keys opens it. */
export async function reseal(
  env: Pick<Env, 'config'>,
  sealed: string,
  purpose: string,
): Promise<'present' | 'lost' | { readonly sealed: string }> {
  if (opened(Buffer.from(sealed, 'base64'), await sealingKey(env), purpose) !== null) return 'present';
  const text = await unseal(env, sealed, purpose);
  return text === null ? 'lost' : { sealed: await seal(env, text, purpose) };
}

/** What shows that this text is of this installation, for one purpose; of letters that stand in addresses. */
export async function signatureOf(env: Pick<Env, 'config'>, text: string, purpose: string): Promise<string> {
  return signed(await sealingKey(env), text, purpose).toString('base64url');
}

/** Whether {@link signatureOf} made it, with this or a former key, told in the same time for every wrong one. */
export async function isSignature(
  env: Pick<Env, 'config'>,
  { text, signature }: { readonly text: string; readonly signature: string },
  purpose: string,
): Promise<boolean> {
  const given = Buffer.from(signature, 'base64url');
  const keys = [await sealingKey(env), ...(await formerKeys(env))];
  return keys
    .map((key) => signed(key, text, purpose))
    .some((wanted) => wanted.length === given.length && timingSafeEqual(wanted, given));
}

/** With a key of its own for each purpose, so that nothing that is sealed or signed for another one helps. */
function signed(key: Buffer, text: string, purpose: string): Buffer {
  const own = createHmac('sha256', key).update(`signature: ${purpose}`).digest();
  return createHmac('sha256', own).update(text).digest();
}

function opened(bytes: Buffer, key: Buffer, purpose: string): string | null {
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes));
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const text = [decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()];
    return Buffer.concat(text).toString('utf8');
  } catch {
    return null;
  }
}

/** Whether something may still be sealed with another key than that of today. */
export async function hasFormerKeys(env: Pick<Env, 'config'>): Promise<boolean> {
  return (await formerKeys(env)).length > 0;
}

/**
 * Keys from before a rotation: they open, and seal nothing any more. The key file is one of them once the configuration names a key: that is
 * the way from one process to several.
 */
async function formerKeys({ config }: Pick<Env, 'config'>): Promise<Buffer[]> {
  const named = config.secretKeysBefore ?? '';
  const texts = named.split(',').map((text) => text.trim());
  // A key may have had commas in it.
  const all = new Set([named.trim(), ...texts].filter((text) => text !== ''));
  const ofFile = config.secretKey === undefined ? null : await formerKeyFile(config.data);
  return [...[...all].flatMap((text) => keysOf(text)), ...(ofFile === null ? [] : [ofFile])];
}

/** What the text means as a setting, and, where it has that form, as the content of a key file of another machine. */
function keysOf(text: string): Buffer[] {
  const isFile = /^[A-Za-z0-9+/]{43}=$/.test(text);
  return [keyOf(text), ...(isFile ? [Buffer.from(text, 'base64')] : [])];
}

function keyOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const keyFiles = new Map<string, Promise<Buffer>>();

/** From `FIELDMARSHAL_SECRET_KEY`, else from a file under `data`, which is made on first use. */
async function sealingKey({ config }: Pick<Env, 'config'>): Promise<Buffer> {
  if (config.secretKey !== undefined) return keyOf(config.secretKey);
  const known = keyFiles.get(config.data);
  if (known) return known;
  const reading = keyFile(config.data);
  keyFiles.set(config.data, reading);
  reading.catch(() => keyFiles.delete(config.data));
  return reading;
}

/** Read once: nothing makes the file of a process whose configuration names a key. */
const formerKeyFiles = new Map<string, Promise<Buffer | null>>();

async function formerKeyFile(data: string): Promise<Buffer | null> {
  const known = formerKeyFiles.get(data);
  if (known) return known;
  const reading = readKeyFile(data);
  formerKeyFiles.set(data, reading);
  reading.catch(() => formerKeyFiles.delete(data));
  return reading;
}

function keyPath(data: string): string {
  return join(data, 'keys', 'sealing.key');
}

async function readKeyFile(data: string): Promise<Buffer | null> {
  return readFile(keyPath(data), 'utf8').then(
    (text) => Buffer.from(text.trim(), 'base64'),
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    },
  );
}

async function keyFile(data: string): Promise<Buffer> {
  const path = keyPath(data);
  const stored = await readKeyFile(data);
  if (stored) return stored;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const made = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(made, 'wx', 0o600);
  await file.writeFile(`${randomBytes(32).toString('base64')}\n`);
  await file.sync();
  await file.close();
  await rename(made, path);
  const kept = await readKeyFile(data);
  if (!kept) throw new Error(`${path} was written but cannot be read`);
  return kept;
}
