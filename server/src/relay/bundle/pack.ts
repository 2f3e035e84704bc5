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

/** Packs records into blocks of about 1 MiB of lines; holds one block at a time. Throws `too-large` for a record over the limit. */
export async function* packBlocks(records: AsyncIterable<BundleRecord>): AsyncGenerator<PackedBlock> {
  let lines: string[] = [];
  let length = 0;
  for await (const record of records) {
    const line = `${JSON.stringify(record)}\n`;
    if (line.length > bundleLimits.lineBytes)
      throw new BundleRefusal('too-large', `${record.kind} ${record.id}`);
    lines.push(line);
    length += line.length;
    if (length < blockRawTarget) continue;
    yield await packed(lines);
    lines = [];
    length = 0;
  }
  if (lines.length > 0) yield await packed(lines);
}

async function packed(lines: readonly string[]): Promise<PackedBlock> {
  const raw = Buffer.from(lines.join(''));
  const bytes = await compress(raw, options);
  return {
    bytes,
    block: { sha256: sha256Hex(bytes), bytes: bytes.length, rawBytes: raw.length, records: lines.length },
  };
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
