import { Readable } from 'node:stream';
import { ageMagic } from '@fieldmarshal/contract/relay/part';
import { BundleRefusal } from '../core/refusal.ts';
import { ByteReader } from './byte-reader.ts';

/** Loaded when the first file needs it: no start waits for it. */
const age = async () => import('age-encryption');

/** Ours have some 200 bytes; the library would hold whatever comes. */
const headerBytesMax = 64 * 1024;

export interface AgeKey {
  /** `AGE-SECRET-KEY-1…` */
  readonly identity: string;
  /** `age1…` */
  readonly recipient: string;
}

export async function newAgeKey(): Promise<AgeKey> {
  const { generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The bytes as an age file (age-encryption.org/v1) for one recipient; the `age` command opens it with the identity. */
export async function encrypted(
  source: AsyncIterable<Uint8Array>,
  recipient: string,
): Promise<AsyncIterable<Uint8Array>> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return chunksOf(await encrypter.encrypt(streamOf(source)));
}

/** What is inside an age file for us; other bytes as they are. Throws `not-for-us`, `altered` while it is read. */
export async function decrypted(
  source: AsyncIterable<Uint8Array>,
  identity: string | null,
): Promise<AsyncIterable<Uint8Array>> {
  const reader = new ByteReader(source);
  const head = await reader.peek(ageMagic.length);
  if (head.toString('latin1') !== ageMagic) return reader.rest();
  if (identity === null) throw new BundleRefusal('not-for-us');
  if (!(await reader.peek(headerBytesMax)).includes('\n---'))
    throw new BundleRefusal('not-a-bundle', 'the head of its encryption does not end');
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const opened = await decrypter.decrypt(streamOf(reader.rest())).catch((error: unknown) => {
    throw new BundleRefusal('not-for-us', error instanceof Error ? error.message : '');
  });
  return chunksOf(opened);
}

function streamOf(source: AsyncIterable<Uint8Array>): globalThis.ReadableStream<Uint8Array> {
  // Node's web streams are the browser's; their types only do not say so.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Readable.toWeb(Readable.from(source, { objectMode: true })) as globalThis.ReadableStream<Uint8Array>;
}

async function* chunksOf(stream: globalThis.ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new BundleRefusal('altered', 'its encryption does not hold');
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
