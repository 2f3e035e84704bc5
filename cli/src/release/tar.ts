import type { FileHandle } from 'node:fs/promises';
import { Header } from 'tar';

/** A file, or a relative link. Sizes in bytes; `isProgram`: may be run. */
export interface Entry {
  readonly path: string;
  readonly size: number;
  readonly isProgram?: boolean;
  readonly link?: string;
}

const block = 512;
const sliceBytes = 256 * 1024;

/** What stands before an entry's bytes. Nothing in it tells of the machine or the day: the same entries give the same archive. */
export function headerOf({ path, size, isProgram = false, link }: Entry): Buffer {
  const bytes = Buffer.alloc(block);
  const longer = new Header({
    path,
    size,
    type: link === undefined ? 'File' : 'SymbolicLink',
    mode: isProgram ? 0o755 : 0o644,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
    ...(link === undefined ? {} : { linkpath: link }),
  }).encode(bytes, 0);
  if (longer) throw new Error(`"${path}" is too long a name for an archive.`);
  return bytes;
}

/** What follows an entry's bytes. */
export function paddingOf(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

/** What ends an archive. */
export const tail = Buffer.alloc(2 * block);

/** The archive that is being read says something else than it should. */
export class BadArchive extends Error {}

/** An entry as read; its bytes are read at once, or never. */
export interface ReadEntry extends Entry {
  readonly bytes: () => AsyncGenerator<Buffer>;
}

/**
 * Entries in their order, with as much in memory as one slice. Only files and links are taken, as {@link headerOf} writes them.
 * Throws BadArchive for anything else, and where the archive ends early or does not end.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<ReadEntry> {
  const reader = readerOf(source);
  for (;;) {
    const head = await reader.exactly(block);
    if (head.every((byte) => byte === 0)) break;
    const entry = entryOf(head);
    let isRead = false;
    async function* bytes(): AsyncGenerator<Buffer> {
      isRead = true;
      yield* reader.slices(entry.size);
    }
    yield { ...entry, bytes };
    if (!isRead) for await (const slice of reader.slices(entry.size)) void slice;
    refuseOther(await reader.exactly(paddingOf(entry.size).length));
  }
  refuseOther(await reader.exactly(block));
  if (await reader.hasMore()) throw new BadArchive('It goes on behind its end.');
}

function refuseOther(padding: Buffer): void {
  if (padding.some((byte) => byte !== 0)) throw new BadArchive('There is something where nothing should be.');
}

function entryOf(bytes: Buffer): Entry {
  const { path = '', size = -1, type, mode = 0, linkpath, cksumValid } = new Header(bytes, 0);
  if (!cksumValid || size < 0 || (type !== 'File' && type !== 'SymbolicLink'))
    throw new BadArchive('It holds what is neither a file nor a link.');
  const isProgram = (mode & 0o100) !== 0;
  const entry = { path, size, isProgram, ...(type === 'File' ? {} : { link: linkpath ?? '' }) };
  // Whatever says the same in other bytes was altered, too.
  if (!headerOf(entry).equals(bytes)) throw new BadArchive(`The words before "${path}" are not ours.`);
  return entry;
}

/** Bytes of a stream by count. */
function readerOf(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done === true) return false;
      rest = next.value;
    }
    return true;
  };
  async function* slices(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (!(await more())) throw new BadArchive(`It is cut off: ${left} bytes of an entry are missing.`);
      const slice = rest.subarray(0, Math.min(left, sliceBytes));
      rest = rest.subarray(slice.length);
      left -= slice.length;
      yield slice;
    }
  }
  const exactly = async (count: number): Promise<Buffer> => {
    const got: Buffer[] = [];
    for await (const slice of slices(count)) got.push(slice);
    return Buffer.concat(got);
  };
  return { slices, exactly, hasMore: more };
}

/** A file's bytes from `position` on, in slices. */
export async function* slicesOf(file: FileHandle, position = 0): AsyncGenerator<Buffer> {
  for (let at = position; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(sliceBytes), 0, sliceBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
