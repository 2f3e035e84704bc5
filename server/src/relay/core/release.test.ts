import { expect, test } from 'vitest';
import type { BundleRecord } from './record.ts';
import { piecesOf, releaseBytes, releaseRecords } from './release.ts';

const bytes = Buffer.alloc(700_000, 'x');
const released = { sha256: 'a'.repeat(64), name: 'x.release', bytes: bytes.length };

// oxlint-disable-next-line typescript/require-await
async function* streamed(...chunks: Buffer[]) {
  yield* chunks;
}

async function records(...chunks: Buffer[]): Promise<BundleRecord[]> {
  const all: BundleRecord[] = [];
  const at = '2027-01-01T00:00:00Z';
  for await (const batch of releaseRecords(released, { source: streamed(...chunks), at })) all.push(...batch);
  return all;
}

async function read(given: readonly BundleRecord[]): Promise<Buffer> {
  const source = async function* () {
    for (const record of given) yield [record];
  };
  const chunks: Uint8Array[] = [];
  for await (const chunk of releaseBytes(source(), () => undefined)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('pieces are the same however the bytes come, as many as were said, and give the bytes back', async () => {
  const whole = await records(bytes);
  expect(whole).toHaveLength(piecesOf(bytes.length));
  expect(await records(bytes.subarray(0, 10), bytes.subarray(10, 500_001), bytes.subarray(500_001))).toEqual(
    whole,
  );
  expect(Buffer.compare(await read(whole), bytes)).toBe(0);
});

test('a piece that is missing, twice, in another order or of another release is refused', async () => {
  const [one, two, three] = await records(bytes);
  if (!one || !two || !three) throw new Error('three pieces were wanted');
  const other = { ...two, data: { ...two.data, sha256: 'b'.repeat(64) } };
  for (const given of [
    [],
    [one, two],
    [one, three],
    [one, one, two, three],
    [two, one, three],
    [one, other, three],
  ])
    await expect(read(given)).rejects.toMatchObject({ reason: 'malformed-record' });
});
