import { randomUUID } from 'node:crypto';
import type { Manifest } from '../core/manifest.ts';
import type { BundleRecord, RecordKind } from '../core/record.ts';
import { fingerprintOf, newKeyPair, type KeyPair } from '../bundle/keys.ts';
import { openBundle, type OpenBundle } from '../bundle/open.ts';
import { packBlocks, sealHead } from '../bundle/pack.ts';

export const aKey = newKeyPair();
const aStream = randomUUID();

/** Records as a busy hour might have them. */
export function someRecords(count: number, at = '2026-11-26T10:00:00.000Z'): BundleRecord[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'run' as const,
    id: `run-${n}`,
    at,
    data: {
      check: `check-${n % 7}`,
      environment: 'field-1',
      place: 'server',
      type: 'http',
      state: 'ended',
      verdict: n % 50 === 0 ? 'failed' : 'passed',
      fault: null,
      durationMs: 20 + (n % 13),
      error: null,
    },
  }));
}

interface Parts extends Partial<Omit<Manifest, 'blocks' | 'counts'>> {
  readonly records?: readonly BundleRecord[];
  readonly signedBy?: KeyPair;
}

/** A whole bundle in memory, signed. */
export async function madeBundle({
  records = someRecords(20),
  signedBy = aKey,
  ...parts
}: Parts = {}): Promise<Buffer> {
  const blocks = [];
  const counts: Partial<Record<RecordKind, number>> = {};
  for (const { kind } of records) counts[kind] = (counts[kind] ?? 0) + 1;
  for await (const block of packBlocks(streamed([records]))) blocks.push(block);
  const manifest: Manifest = {
    format: 1,
    direction: 'up',
    site: 'field-1',
    stream: aStream,
    sequence: 1,
    previous: null,
    key: fingerprintOf(signedBy.publicKey),
    nextKey: null,
    createdAt: '2026-11-26T11:00:00.000Z',
    from: '2026-11-26T10:00:00.000Z',
    to: '2026-11-26T11:00:00.000Z',
    compression: 'zstd',
    policy: 'careful',
    heard: null,
    ...parts,
    counts,
    blocks: blocks.map(({ block }) => block),
  };
  return Buffer.concat([sealHead(manifest, signedBy.privateKey).bytes, ...blocks.map(({ bytes }) => bytes)]);
}

// oxlint-disable-next-line typescript/require-await
export async function* streamed<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** The same bytes, cut at every `size`. */
export function inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return streamed(pieces);
}

export async function opened(
  bytes: Buffer,
  publicKey = aKey.publicKey,
  pieceBytes = 50_000,
): Promise<OpenBundle> {
  return openBundle(inPieces(bytes, pieceBytes), async () => publicKey);
}

/** Reads a bundle to its end. */
export async function recordsIn(bundle: OpenBundle): Promise<BundleRecord[]> {
  const all: BundleRecord[] = [];
  for await (const records of bundle.records()) all.push(...records);
  return all;
}
