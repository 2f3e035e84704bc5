import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { testEnv } from '#testing';
import { readBlob, storeBlob } from './blob-store.ts';

test('bytes that were found whole are not written over by somebody who says theirs are the same', async () => {
  const env = await testEnv();
  const good = Buffer.from('what was deployed');
  const incoming = { sha256: createHash('sha256').update(good).digest('hex'), bytesMax: 1_000 };
  const forged = async function* (): AsyncGenerator<Buffer> {
    // Sent meanwhile, and whole before the first byte of this one.
    await storeBlob(env, Readable.from([good]), incoming);
    yield Buffer.from('what was not');
  };
  await expect(storeBlob(env, forged(), incoming)).rejects.toThrow('SHA-256');
  const stored = await Array.fromAsync(readBlob(env.databases.worker, incoming.sha256));
  expect(Buffer.concat(stored).toString()).toBe('what was deployed');
});
