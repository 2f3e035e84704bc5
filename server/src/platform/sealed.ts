import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
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
  for (const key of [await sealingKey(env), ...formerKeys(env)]) {
    const text = opened(bytes, key, purpose);
    if (text !== null) return text;
  }
  return null;
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
  const keys = [await sealingKey(env), ...formerKeys(env)];
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

/** Keys from before a rotation: they open, and seal nothing any more. */
function formerKeys({ config }: Pick<Env, 'config'>): Buffer[] {
  const texts = config.secretKeysBefore?.split(',').map((text) => text.trim()) ?? [];
  return texts.filter((text) => text !== '').map((text) => keyOf(text));
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

async function keyFile(data: string): Promise<Buffer> {
  const folder = join(data, 'keys');
  const path = join(folder, 'sealing.key');
  const read = async (): Promise<Buffer | null> =>
    readFile(path, 'utf8').then(
      (text) => Buffer.from(text.trim(), 'base64'),
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      },
    );
  const stored = await read();
  if (stored) return stored;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(made, 'wx', 0o600);
  await file.writeFile(`${randomBytes(32).toString('base64')}\n`);
  await file.sync();
  await file.close();
  await rename(made, path);
  const kept = await read();
  if (!kept) throw new Error(`${path} was written but cannot be read`);
  return kept;
}
