/** Datagrams one after another in a stream, each with its length before it (2 bytes, big-endian): how they travel over HTTP. */
export function framed(datagram: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(2 + datagram.length);
  bytes.writeUInt16BE(datagram.length);
  bytes.set(datagram, 2);
  return bytes;
}

/** Gives them back whole, however the stream was cut. What is left over at its end was cut off, and is not given. */
export async function* unframed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    let at = 0;
    while (held.length - at >= 2) {
      const end = at + 2 + held.readUInt16BE(at);
      if (end > held.length) break;
      yield held.subarray(at + 2, end);
      at = end;
    }
    held = held.subarray(at);
  }
}
