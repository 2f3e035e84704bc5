import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { preambleBytes, readPreamble, signatureBytes } from '../core/frame.ts';
import { claimOf, parseManifest, type Block, type Manifest } from '../core/manifest.ts';
import { parseRecord, type BundleRecord, type RecordKind } from '../core/record.ts';
import { BundleRefusal } from '../core/refusal.ts';
import { ByteReader } from './byte-reader.ts';
import { isSignedBy, sha256Hex } from './keys.ts';

const decompress = promisify(zstdDecompress);
const recordsAtOnce = 128;

/** Finds the public key (raw, base64) that must have signed, by what the manifest claims. Throws a refusal where there is none. */
export type FindKey = (claim: Pick<Manifest, 'site' | 'direction' | 'key'>) => Promise<string>;

export interface OpenBundle {
  readonly manifest: Manifest;
  readonly hash: string;
  /** The records, some hundred at a time. Throws when the bundle turns out altered, cut off, longer, or other than it says. */
  records(): AsyncGenerator<readonly BundleRecord[]>;
}

/**
 * Reads a bundle's head and checks whose it is, before anything else of it is believed. Nothing is unpacked whose hash the signature does
 * not cover, and nothing to more than its manifest says. Throws {@link BundleRefusal}, and nothing else for whatever bytes.
 */
export async function openBundle(source: AsyncIterable<Uint8Array>, findKey: FindKey): Promise<OpenBundle> {
  const reader = new ByteReader(source);
  const manifestLength = readPreamble(await reader.peek(preambleBytes));
  await reader.take(preambleBytes);
  const bytes = Buffer.from(await reader.take(manifestLength));
  const signature = await reader.take(signatureBytes);
  const publicKey = await findKey(claimOf(bytes));
  if (!isSignedBy(bytes, signature, publicKey)) throw new BundleRefusal('forged');
  const manifest = parseManifest(bytes);
  return { manifest, hash: sha256Hex(bytes), records: () => recordsOf(reader, manifest) };
}

/** The records of a bundle whose head was read, each block checked before it is unpacked. */
export async function* recordsOf(
  reader: ByteReader,
  { blocks, counts }: Manifest,
): AsyncGenerator<readonly BundleRecord[]> {
  const found: Partial<Record<RecordKind, number>> = {};
  for (const [index, block] of blocks.entries()) {
    const where = `block ${index + 1}`;
    const raw = await unpack(await reader.take(block.bytes), block, where);
    for (const records of recordsIn(raw, block, where)) {
      for (const { kind } of records) found[kind] = (found[kind] ?? 0) + 1;
      yield records;
    }
  }
  if ((await reader.peek(1)).length > 0) throw new BundleRefusal('trailing-bytes');
  const kinds = new Set([...Object.keys(found), ...Object.keys(counts)]);
  for (const kind of kinds) {
    // Both sides were parsed: their keys are kinds.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const known = kind as RecordKind;
    if ((found[known] ?? 0) !== (counts[known] ?? 0)) throw new BundleRefusal('counts-differ', kind);
  }
}

async function unpack(bytes: Buffer, block: Block, where: string): Promise<Buffer> {
  if (sha256Hex(bytes) !== block.sha256) throw new BundleRefusal('altered', where);
  const raw = await decompress(bytes, { maxOutputLength: block.rawBytes }).catch(() => {
    throw new BundleRefusal('expands', where);
  });
  if (raw.length !== block.rawBytes) throw new BundleRefusal('expands', where);
  return raw;
}

/** The lines of a block, read a few hundred at a time: more at once would outlive what they are stored by. */
function* recordsIn(raw: Buffer, block: Block, where: string): Generator<BundleRecord[]> {
  let records: BundleRecord[] = [];
  let count = 0;
  for (let from = 0; from < raw.length;) {
    const end = raw.indexOf(0x0a, from);
    count += 1;
    if (end < 0 || count > block.records) throw new BundleRefusal('malformed-record', where);
    records.push(parseRecord(raw.toString('utf8', from, end), `${where}, record ${count}`));
    from = end + 1;
    if (records.length < recordsAtOnce) continue;
    yield records;
    records = [];
  }
  if (count !== block.records) throw new BundleRefusal('malformed-record', where);
  if (records.length > 0) yield records;
}
