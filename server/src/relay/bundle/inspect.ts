import { preambleBytes, readPreamble, signatureBytes } from '../core/frame.ts';
import { parseManifest, type Manifest } from '../core/manifest.ts';
import { ByteReader } from './byte-reader.ts';
import { isSignedBy, sha256Hex } from './keys.ts';
import { recordsOf } from './open.ts';

interface Inspected {
  readonly manifest: Manifest;
  readonly hash: string;
  /** `not-checked`: no key was given to check it with. */
  readonly signature: 'right' | 'wrong' | 'not-checked';
}

/**
 * Reads a bundle to its end for somebody who wants to know what it is; nothing is taken in. Everything but the signature is checked without a
 * key (raw Ed25519, base64). Throws a refusal where it is not whole.
 */
export async function inspectBundle(
  source: AsyncIterable<Uint8Array>,
  publicKey: string | null,
): Promise<Inspected> {
  const reader = new ByteReader(source);
  const length = readPreamble(await reader.peek(preambleBytes));
  await reader.take(preambleBytes);
  const bytes = Buffer.from(await reader.take(length));
  const signature = Buffer.from(await reader.take(signatureBytes));
  const manifest = parseManifest(bytes);
  for await (const _ of recordsOf(reader, manifest));
  const isRight = publicKey !== null && isSignedBy(bytes, signature, publicKey);
  return {
    manifest,
    hash: sha256Hex(bytes),
    signature: publicKey === null ? 'not-checked' : isRight ? 'right' : 'wrong',
  };
}
