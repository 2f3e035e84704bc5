import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { normalize } from 'node:path/posix';
import { z } from 'zod';
import { Refusal } from '../failure.ts';

/** Names inside a release, in this order; then nothing. */
export const names = ['release.json', 'release.json.sig', 'install.sh', 'sbom.cdx.json', 'payload.tar.gz'];

/** What may be in a release at most. */
export const limits = { manifestBytes: 16 * 1024 ** 2, files: 100_000, unpackedBytes: 4 * 1024 ** 3 };

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const inside = z
  .string()
  .max(250)
  .refine((path) => isInside(path), 'leads out of the release');

const file = z.strictObject({
  path: inside,
  size: z.int().nonnegative(),
  sha256: digest,
  program: z.boolean(),
});
const link = z.strictObject({ path: inside, link: z.string().max(250) });
const part = z.strictObject({ size: z.int().nonnegative(), sha256: digest });

/** What a release says of itself; its bytes are what is signed. */
export const manifest = z.strictObject({
  format: z.literal(1),
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/),
  /** What it was made of: a commit, with `+` where something was changed. */
  source: z.string().max(100),
  /** Such as `linux-x64`. */
  platform: z.string().max(40),
  node: z.string().max(40),
  postgresql: z.string().max(40),
  /** What checks with a browser need, for people. */
  browser: z.string().max(2_000),
  /** Fingerprint of the key that signed it. */
  key: digest,
  parts: z.record(z.string(), part),
  files: z
    .array(z.union([file, link]))
    .max(limits.files)
    .refine((files) => files.every((each) => !('link' in each) || isInside(`${each.path}/../${each.link}`)))
    .refine((files) => files.every(({ path }, at) => at === 0 || path > (files[at - 1]?.path ?? '')))
    .refine((files) => leadsThroughNoLink(files)),
});
export type Manifest = z.infer<typeof manifest>;
export type ReleaseFile = Manifest['files'][number];

/** What is written to a name must not come to lie where a link of the release points. */
function leadsThroughNoLink(files: readonly { path: string }[]): boolean {
  const links = new Set(files.flatMap((each) => ('link' in each ? [normalize(each.path)] : [])));
  return files.every(({ path }) => {
    const words = normalize(path).split('/');
    return words.every((_, at) => at === 0 || !links.has(words.slice(0, at).join('/')));
  });
}

function isInside(path: string): boolean {
  const plain = normalize(path);
  return plain !== '.' && !/^(\.\.|\/)|[\0\\:]/.test(plain);
}

/** SHA-256 of a public key in its DER form, in hexadecimal: what people compare. */
export function fingerprint(key: KeyObject): string {
  const shown = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(shown.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** `key` is a private Ed25519 key. */
export function signManifest(bytes: Buffer, key: KeyObject): Buffer {
  return sign(null, bytes, key);
}

/** The manifest, if `key` signed exactly these bytes; otherwise a Refusal that says what is wrong with `what`. */
export function readManifest(
  what: string,
  signed: { bytes: Buffer; signature: Buffer },
  key: KeyObject,
): Manifest {
  const isGood = verify(null, signed.bytes, key, signed.signature);
  const read = manifest.safeParse(parsed(signed.bytes));
  if (!isGood) {
    const other = read.success && read.data.key !== fingerprint(key) ? read.data.key : null;
    throw new Refusal(
      other === null
        ? `${what} was altered: the signature does not fit.`
        : `${what} was signed by another key (${short(other)}) than the one that is trusted here (${short(fingerprint(key))}).`,
    );
  }
  if (!read.success) throw new Refusal(`${what} is of a form that this version does not know.`);
  return read.data;
}

/** Enough of a fingerprint to compare by voice. */
export function short(print: string): string {
  return (print.slice(0, 24).match(/.{4}/g) ?? []).join(' ');
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
