import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { preambleOf } from '../core/frame.ts';
import { blockRawTarget, bundleLimits } from '../core/limits.ts';
import type { Block, Manifest } from '../core/manifest.ts';
import type { BundleRecord } from '../core/record.ts';
import { BundleRefusal } from '../core/refusal.ts';
import { sha256Hex, signManifest } from './keys.ts';

const compress = promisify(zstdCompress);
/** Between speed and size: level 6 packs runs to a twelfth. */
const options = { params: { [constants.ZSTD_c_compressionLevel]: 6 } };

export interface PackedBlock {
  readonly block: Block;
  readonly bytes: Buffer;
}

/** A block is closed once it is full, so one line may be over; a character of JSON has at most three bytes. */
const blockBytesMost = blockRawTarget + 3 * bundleLimits.lineBytes;

/**
 * Packs records into blocks of about 256 KiB of lines; holds two blocks at a time, one that is packed in a thread while the other is gathered,
 * in bytes that every second block uses again: lines that pile up as text live long enough to be moved about by each collection. Throws
 * `too-large` for a record over the limit.
 */
export async function* packBlocks(
  batches: AsyncIterable<readonly BundleRecord[]>,
): AsyncGenerator<PackedBlock> {
  let [raw, other] = [Buffer.allocUnsafe(blockBytesMost), Buffer.allocUnsafe(blockBytesMost)];
  let packing: Promise<PackedBlock> | null = null;
  let length = 0;
  let count = 0;
  for await (const records of batches) {
    for (const record of records) {
      length += raw.write(lineOf(record), length);
      count += 1;
      if (length < blockRawTarget) continue;
      if (packing !== null) yield await packing;
      packing = packed(raw.subarray(0, length), count);
      // Told when it is waited for; a record that is refused before then ends this first.
      packing.catch(() => undefined);
      [raw, other] = [other, raw];
      length = 0;
      count = 0;
    }
  }
  if (packing !== null) yield await packing;
  if (count > 0) yield await packed(raw.subarray(0, length), count);
}

function lineOf(record: BundleRecord): string {
  const line = `${JSON.stringify(record)}\n`;
  if (line.length > bundleLimits.lineBytes)
    throw new BundleRefusal('too-large', `${record.kind} ${record.id}`);
  return line;
}

async function packed(raw: Buffer, records: number): Promise<PackedBlock> {
  const bytes = await compress(raw, options);
  return { bytes, block: { sha256: sha256Hex(bytes), bytes: bytes.length, rawBytes: raw.length, records } };
}

export interface Head {
  /** Preamble, manifest, signature: what comes before the blocks. */
  readonly bytes: Buffer;
  /** Names the bundle: SHA-256 of its manifest, which holds those of all blocks. */
  readonly hash: string;
}

export function sealHead(manifest: Manifest, privateKey: string): Head {
  const bytes = Buffer.from(JSON.stringify(manifest));
  return {
    bytes: Buffer.concat([preambleOf(bytes.length), bytes, signManifest(bytes, privateKey)]),
    hash: sha256Hex(bytes),
  };
}
