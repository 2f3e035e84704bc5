import { createHash } from 'node:crypto';
import {
  cutsOf,
  partCount,
  partHeadBytes,
  partHeadOf,
  type PartHead,
} from '@fieldmarshal/contract/relay/part';
import { readPartHead } from '../core/frame.ts';
import { bundleLimits } from '../core/limits.ts';
import { BundleRefusal } from '../core/refusal.ts';
import { ByteReader } from './byte-reader.ts';

interface Cutting {
  /** SHA-256 of the whole, 32 bytes. */
  readonly whole: Uint8Array;
  readonly bytes: number;
  /** Of each part, its head included. */
  readonly partBytes: number;
}

/** How many parts a file of so many bytes makes. Throws `too-large` over 9,999. */
export function partsOf({ bytes, partBytes }: Pick<Cutting, 'bytes' | 'partBytes'>): number {
  const parts = partCount(bytes, partBytes);
  if (parts > bundleLimits.parts) throw new BundleRefusal('too-large', `${parts} parts`);
  return parts;
}

/** Cuts a file into parts for small media: each part is itself a stream. The whole is read once, in order. */
export async function* cutIntoParts(
  source: AsyncIterable<Uint8Array>,
  { whole, bytes, partBytes }: Cutting,
): AsyncGenerator<Buffer> {
  const parts = partsOf({ bytes, partBytes });
  const reader = new ByteReader(source);
  for (const [n, { from, to }] of cutsOf(bytes, partBytes).entries())
    yield Buffer.concat([partHeadOf({ whole, part: n + 1, parts }), await reader.take(to - from)]);
}

/** Whether a file is a part, by its first bytes; these stay in the reader unless it is. */
export async function takePartHead(reader: ByteReader): Promise<PartHead | null> {
  const head = readPartHead(await reader.peek(partHeadBytes));
  if (head !== null) await reader.take(partHeadBytes);
  return head;
}

/** Passes bytes on and, at the end, checks them to be the whole that the parts belong to. */
export async function* joined(
  parts: AsyncIterable<Uint8Array>,
  whole: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const bytes of parts) {
    hash.update(bytes);
    yield bytes;
  }
  if (!hash.digest().equals(whole)) throw new BundleRefusal('altered', 'its parts do not belong together');
}
