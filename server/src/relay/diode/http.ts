import { Readable } from 'node:stream';
import { AppError, type Env } from '#platform';
import { wholeOf } from '../bundle/whole.ts';
import { framed, unframed } from '../core/diode/framing.ts';
import { partsOf } from '../core/diode/shape.ts';
import { readRanges } from '../core/gaps.ts';
import type { StoredBundle } from '../store/bundle-store.ts';
import { readFile } from '../store/file-store.ts';
import { datagramsOf, shapeOf } from './datagrams.ts';
import { keyedLines } from './keys.ts';
import { receiverOf } from './listen.ts';
import type { DatagramCounts } from './receiver.ts';

/** What one request may bring. */
const batchBytesMax = 8 * 1024 * 1024;

/** The datagrams of a bundle for another machine to send, one with the line. `parts`: `3, 12-14`; absent: all. */
export async function datagramStream(
  env: Env,
  bundle: StoredBundle & { readonly file: string },
  parts: string | undefined,
): Promise<Readable> {
  const db = env.databases.web;
  const lines = await keyedLines(env, db, bundle.direction);
  const line = lines.find(({ site, stream }) => site === bundle.site && stream === bundle.stream);
  if (!line) throw new AppError('refused', 'The enrolment that this bundle was made under has ended.');
  const whole = await wholeOf(readFile(db, bundle.file));
  const wanted = parts === undefined ? null : readRanges(parts);
  const most = partsOf(shapeOf(whole.bytes));
  if (parts !== undefined && (wanted === null || wanted.length === 0 || wanted.some((part) => part > most)))
    throw new AppError('invalid', `"${parts.slice(0, 60)}" are no parts of this bundle: it has ${most}.`, {
      faults: [{ path: 'parts', message: `numbers from 1 to ${most}` }],
    });
  const datagrams = datagramsOf(readFile(db, bundle.file), {
    ...whole,
    key: line.key,
    sequence: bundle.sequence,
    parts: wanted,
  });
  return Readable.from(inFrames(datagrams), { objectMode: false });
}

async function* inFrames(datagrams: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const datagram of datagrams) yield framed(datagram);
}

/** Takes datagrams that another machine heard. Answers once what is whole by them is stored. */
export async function takeDatagrams(env: Env, source: AsyncIterable<Uint8Array>): Promise<DatagramCounts> {
  const receiver = receiverOf(env);
  await receiver.learnKeys();
  let bytes = 0;
  for await (const datagram of unframed(source)) {
    bytes += datagram.length;
    if (bytes > batchBytesMax) throw new AppError('too-large', 'More than 8 MiB of datagrams at once.');
    receiver.take(Buffer.from(datagram));
  }
  await receiver.settled();
  return receiver.counts();
}
