import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { partHeadBytes } from '@fieldmarshal/contract/relay/part';
import { cutFile } from './cut-file.ts';

const bytes = Uint8Array.from({ length: 10_000 }, (_, n) => (n * 7919) % 251);

test('parts have the size that was asked for, say to which whole they belong, and make it again', async () => {
  const parts = await cutFile('field-1-up-000007.fmb', new Blob([bytes]), 3_000);
  expect(parts.map(({ name }) => name)).toEqual(
    ['0001', '0002', '0003', '0004'].map((n) => `field-1-up-000007.fmb.${n}`),
  );
  expect(parts.every(({ content }) => content.size <= 3_000)).toBe(true);
  const read = await Promise.all(parts.map(async ({ content }) => Buffer.from(await content.arrayBuffer())));
  const hash = createHash('sha256').update(bytes).digest('hex');
  for (const [n, part] of read.entries()) {
    expect(part.toString('latin1', 0, 8)).toBe('FMPART1\n');
    expect(part.toString('hex', 8, 40)).toBe(hash);
    expect([part.readUInt16BE(40), part.readUInt16BE(42)]).toEqual([n + 1, 4]);
  }
  expect(Buffer.concat(read.map((part) => part.subarray(partHeadBytes))).equals(bytes)).toBe(true);
});

test('a file that fits is one part', async () => {
  expect(await cutFile('a', new Blob([bytes]), 10_000 + partHeadBytes)).toHaveLength(1);
});
