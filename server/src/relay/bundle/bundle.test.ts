import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preambleBytes, preambleOf } from '../core/frame.ts';
import { parseManifest, type Manifest } from '../core/manifest.ts';
import { depthOf, parseRecord } from '../core/record.ts';
import { BundleRefusal } from '../core/refusal.ts';
import {
  aKey,
  inPieces,
  madeBundle,
  opened,
  recordsIn,
  someRecords,
  streamed,
} from '../testing/made-bundle.ts';
import { decrypted, encrypted, newAgeKey } from './encryption.ts';
import { newKeyPair, sha256Hex, signManifest } from './keys.ts';
import { cutIntoParts, joined, takePartHead } from './parts.ts';
import { ByteReader } from './byte-reader.ts';

async function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof BundleRefusal ? error.reason : `crashed: ${String(error)}`),
  );
}

const read = async (bytes: Buffer, publicKey?: string): Promise<unknown> =>
  recordsIn(await opened(bytes, publicKey));

/** The bundle with another manifest, signed with the right key: what a dishonest or broken signer could make. */
function resigned(bytes: Buffer, change: (manifest: Manifest) => object): Buffer {
  const length = bytes.readUInt32BE(8);
  const manifest = parseManifest(bytes.subarray(preambleBytes, preambleBytes + length));
  const made = Buffer.from(JSON.stringify(change(manifest)));
  const body = bytes.subarray(preambleBytes + length + 64);
  return Buffer.concat([preambleOf(made.length), made, signManifest(made, aKey.privateKey), body]);
}

/** A signed bundle of one block that unpacks to these bytes. */
async function withBlock(raw: Buffer, says: Partial<Manifest['blocks'][number]> = {}): Promise<Buffer> {
  const empty = await madeBundle({ records: [] });
  const packed = zstdCompressSync(raw);
  const block = {
    sha256: sha256Hex(packed),
    bytes: packed.length,
    rawBytes: raw.length,
    records: 1,
    ...says,
  };
  return Buffer.concat([resigned(empty, (manifest) => ({ ...manifest, blocks: [block] })), packed]);
}

test('what was packed is read back, however the bytes are cut on the way', async () => {
  const records = someRecords(3_000);
  const bytes = await madeBundle({ records });
  for (const pieceBytes of [61, 4_096, bytes.length])
    expect(await recordsIn(await opened(bytes, aKey.publicKey, pieceBytes))).toEqual(records);
});

test('no changed bundle is accepted, and none crashes: bits, ends, orders, other keys', async () => {
  const bytes = await madeBundle({ records: someRecords(60) });
  const stranger = await madeBundle({ records: someRecords(60), signedBy: newKeyPair() });
  const mutation = fc.oneof(
    fc.record({ how: fc.constant('flip' as const), at: fc.nat(bytes.length - 1), bit: fc.nat(7) }),
    fc.record({ how: fc.constant('cut' as const), at: fc.nat(bytes.length - 1), bit: fc.constant(0) }),
    fc.record({ how: fc.constant('insert' as const), at: fc.nat(bytes.length), bit: fc.nat(255) }),
    fc.record({
      how: fc.constant('swap' as const),
      at: fc.nat(bytes.length - 40),
      bit: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record({
      how: fc.constant('graft' as const),
      at: fc.integer({ min: 1, max: bytes.length - 1 }),
      bit: fc.constant(0),
    }),
  );
  await fc.assert(
    fc.asyncProperty(mutation, async ({ how, at, bit }) => {
      const changed = mutated({ bytes, stranger, how, at, bit });
      if (changed.equals(bytes)) return;
      const reason = await reasonOf(read(changed));
      expect(reason).not.toBe('accepted');
      expect(reason).not.toContain('crashed');
    }),
    { numRuns: 800 },
  );
});

interface Mutation {
  readonly bytes: Buffer;
  readonly stranger: Buffer;
  readonly how: 'flip' | 'cut' | 'insert' | 'swap' | 'graft';
  readonly at: number;
  readonly bit: number;
}

function mutated({ bytes, stranger, how, at, bit }: Mutation): Buffer {
  switch (how) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << bit);
      return copy;
    }
    case 'cut':
      return bytes.subarray(0, at);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([bit]), bytes.subarray(at)]);
    case 'swap':
      return Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(at + bit, at + 2 * bit),
        bytes.subarray(at, at + bit),
        bytes.subarray(at + 2 * bit),
      ]);
    case 'graft':
      return Buffer.concat([stranger.subarray(0, at), bytes.subarray(at)]);
  }
}

test('each way to be wrong is refused for its own reason', async () => {
  const bytes = await madeBundle();
  const at = (n: number, value: number): Buffer =>
    Buffer.concat([bytes.subarray(0, n), Buffer.from([value]), bytes.subarray(n + 1)]);
  const deep = `{"kind":"alert","id":"a","at":"2026-11-26T10:00:00.000Z","data":{"x":${'['.repeat(60)}${']'.repeat(60)}}}\n`;
  const table: [string, Buffer][] = [
    ['not-a-bundle', Buffer.from('PK\u0003\u0004 a zip')],
    ['not-a-bundle', Buffer.alloc(0)],
    ['future-format', at(6, 0x39)],
    ['truncated', bytes.subarray(0, 30)],
    ['truncated', bytes.subarray(0, -1)],
    ['trailing-bytes', Buffer.concat([bytes, Buffer.from('x')])],
    ['too-large', at(8, 0xff)],
    ['forged', await madeBundle({ signedBy: newKeyPair() })],
    ['altered', at(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1)],
    ['malformed-manifest', resigned(bytes, (manifest) => ({ ...manifest, extra: 1 }))],
    ['future-format', resigned(bytes, (manifest) => ({ ...manifest, format: 2 }))],
    [
      'malformed-manifest',
      resigned(bytes, (manifest) => ({ ...manifest, from: manifest.to, to: manifest.from })),
    ],
    ['counts-differ', resigned(bytes, (manifest) => ({ ...manifest, counts: { run: 21 } }))],
    ['expands', await withBlock(Buffer.alloc(3 * 1024 * 1024), { rawBytes: 1_000 })],
    ['expands', await withBlock(Buffer.from('x\n'), { rawBytes: 100 })],
    ['malformed-manifest', await withBlock(Buffer.alloc(200 * 1024 * 1024))],
    ['malformed-record', await withBlock(Buffer.from('no json\n'))],
    ['malformed-record', await withBlock(Buffer.from('no end'))],
    ['malformed-record', await withBlock(Buffer.from('{}\n{}\n'))],
    ['too-deep', await withBlock(Buffer.from(deep))],
  ];
  for (const [reason, changed] of table) expect(await reasonOf(read(changed)), reason).toBe(reason);
});

test('parts come together to the whole, and not without one or with a foreign one', async () => {
  const bytes = await madeBundle({ records: someRecords(4_000) });
  const whole = createHash('sha256').update(bytes).digest();
  const parts: Buffer[] = [];
  for await (const part of cutIntoParts(inPieces(bytes, 1_000), {
    whole,
    bytes: bytes.length,
    partBytes: 3_000,
  }))
    parts.push(part);
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.every(({ length }) => length <= 3_000)).toBe(true);
  const bodies: Buffer[] = [];
  for (const [index, part] of parts.entries()) {
    const reader = new ByteReader(inPieces(part, 100));
    expect(await takePartHead(reader)).toEqual({
      whole: new Uint8Array(whole),
      part: index + 1,
      parts: parts.length,
    });
    for await (const piece of reader.rest()) bodies.push(piece);
  }
  expect(Buffer.concat(bodies)).toEqual(bytes);
  const through = async (pieces: Buffer[]): Promise<string> =>
    reasonOf(
      (async () => {
        for await (const _ of joined(streamed(pieces), whole));
      })(),
    );
  expect(await through(bodies)).toBe('accepted');
  expect(await through(bodies.slice(1))).toBe('altered');
});

test('an encrypted bundle opens for its receiver only, and not when changed', async () => {
  const [ours, other] = [await newAgeKey(), await newAgeKey()];
  const bytes = await madeBundle({ records: someRecords(3_000) });
  const collect = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
    const all: Uint8Array[] = [];
    for await (const piece of source) all.push(piece);
    return Buffer.concat(all);
  };
  const closed = await collect(await encrypted(inPieces(bytes, 5_000), ours.recipient));
  const open = async (changed: Buffer, identity: string | null): Promise<Buffer> =>
    collect(await decrypted(inPieces(changed, 700), identity));
  expect(await open(closed, ours.identity)).toEqual(bytes);
  expect(await open(bytes, ours.identity)).toEqual(bytes);
  expect(await reasonOf(open(closed, other.identity))).toBe('not-for-us');
  expect(await reasonOf(open(closed, null))).toBe('not-for-us');
  expect(await reasonOf(open(closed.subarray(0, -20), ours.identity))).toBe('altered');
  const flipped = Buffer.from(closed);
  flipped[closed.length - 40] = (flipped[closed.length - 40] ?? 0) ^ 4;
  expect(await reasonOf(open(flipped, ours.identity))).toBe('altered');
});

test('the head of an encrypted file is not waited for without end', async () => {
  const { identity } = await newAgeKey();
  let taken = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from('age-encryption.org/v1\n');
    for (; taken < 400; taken += 1) yield Buffer.from(`-> other ${'a'.repeat(1_000)}\n\n`);
  }
  expect(await reasonOf(decrypted(endless(), identity))).toBe('not-a-bundle');
  expect(taken).toBeLessThan(100);
});

test('a record that storage would not take is refused, one that only looks so is not', () => {
  const line = (text: string): string =>
    `{"kind":"alert","id":"a","at":"2026-11-26T10:00:00.000Z","data":{"x":"${text}"}}`;
  expect(() => parseRecord(line('\\u0000'), 'here')).toThrow('broken character');
  expect(() => parseRecord(line('\\ud800'), 'here')).toThrow('broken character');
  expect(parseRecord(line('\\\\u0000'), 'here').data).toEqual({ x: '\\u0000' });
  expect(parseRecord(line('\\ud83d\\ude00'), 'here').data).toEqual({ x: '😀' });
  expect(depthOf('{"a":["[[[[",{"b":"\\"{{"}]}')).toBe(3);
});
