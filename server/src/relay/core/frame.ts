import {
  beginsLikeBundle,
  beginsWith,
  bundleMagic,
  partHeadBytes,
  partMagic,
  type PartHead,
} from '@fieldmarshal/contract/relay/part';
import { bundleLimits } from './limits.ts';
import { BundleRefusal } from './refusal.ts';

/**
 * The form of a file: `FMBNDL1\n`, the length of the manifest (4 bytes, big-endian), the manifest, its Ed25519 signature (64 bytes), then the
 * blocks, one after another as the manifest lists them. No byte is left that is not signed, hashed or compared.
 */
export const signatureBytes = 64;
/** Bytes before the manifest. */
export const preambleBytes = bundleMagic.length + 4;

const ascii = new TextEncoder();

export function preambleOf(manifestLength: number): Uint8Array {
  const bytes = new Uint8Array(preambleBytes);
  bytes.set(ascii.encode(bundleMagic));
  new DataView(bytes.buffer).setUint32(bundleMagic.length, manifestLength);
  return bytes;
}

/** How long the manifest is. Throws what is wrong with a file that begins otherwise. */
export function readPreamble(bytes: Uint8Array): number {
  const isLikeOurs = beginsLikeBundle(bytes);
  if (
    !beginsWith(bytes, bundleMagic.slice(0, Math.min(bundleMagic.length, bytes.length))) ||
    bytes.length === 0
  )
    throw new BundleRefusal(isLikeOurs ? 'future-format' : 'not-a-bundle');
  if (bytes.length < preambleBytes) throw new BundleRefusal('truncated');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bundleMagic.length);
  if (length > bundleLimits.manifestBytes)
    throw new BundleRefusal('too-large', `a manifest of ${length} bytes`);
  return length;
}

/** Null where the file is no part, but perhaps a whole. */
export function readPartHead(bytes: Uint8Array): PartHead | null {
  if (!beginsWith(bytes, partMagic)) return null;
  if (bytes.length < partHeadBytes) throw new BundleRefusal('truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const head = {
    whole: Uint8Array.from(bytes.subarray(partMagic.length, partMagic.length + 32)),
    part: view.getUint16(partMagic.length + 32),
    parts: view.getUint16(partMagic.length + 34),
  };
  if (head.part < 1 || head.part > head.parts || head.parts > bundleLimits.parts)
    throw new BundleRefusal('not-a-bundle', `part ${head.part} of ${head.parts}`);
  return head;
}
