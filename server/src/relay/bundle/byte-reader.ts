import { BundleRefusal } from '../core/refusal.ts';

/** Takes exact numbers of bytes from a stream that comes in pieces of any size; holds one piece more than asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Exactly `count` bytes. Throws `truncated` where the stream ends before. */
  async take(count: number): Promise<Buffer> {
    await this.#hold(count);
    if (this.#held.length < count) throw new BundleRefusal('truncated');
    const bytes = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return bytes;
  }

  /** Up to `count` bytes, which stay to be taken. */
  async peek(count: number): Promise<Buffer> {
    await this.#hold(count);
    return this.#held.subarray(0, count);
  }

  /** All that is left, as it comes. */
  async *rest(): AsyncGenerator<Buffer> {
    while (!this.#ended || this.#held.length > 0) {
      if (this.#held.length > 0) {
        const bytes = this.#held;
        this.#held = Buffer.alloc(0);
        yield bytes;
      }
      await this.#hold(1);
    }
  }

  async #hold(count: number): Promise<void> {
    const pieces = [this.#held];
    let length = this.#held.length;
    while (length < count && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) this.#ended = true;
      else {
        pieces.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength));
        length += next.value.length;
      }
    }
    this.#held = pieces.length === 1 ? this.#held : Buffer.concat(pieces);
  }
}
