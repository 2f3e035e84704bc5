import { createHash } from 'node:crypto';

/** What a file is, whoever has it. */
export interface Whole {
  /** SHA-256, 32 bytes. */
  readonly whole: Buffer;
  readonly bytes: number;
}

export async function wholeOf(source: AsyncIterable<Uint8Array>): Promise<Whole> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of source) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { whole: hash.digest(), bytes };
}
