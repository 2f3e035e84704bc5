import { pieceBytes, releaseData, type BundleRecord, type ReleaseData } from './record.ts';
import { BundleRefusal } from './refusal.ts';

export interface Released {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
}

/** Records of a release, a piece each, as its bytes come; their number is that of {@link piecesOf}. */
export async function* releaseRecords(
  { sha256: hash, name, bytes }: Released,
  { source, at }: { readonly source: AsyncIterable<Uint8Array>; readonly at: string },
): AsyncGenerator<BundleRecord[]> {
  const of = piecesOf(bytes);
  let n = 0;
  for await (const piece of inPieces(source)) {
    const data: ReleaseData = { sha256: hash, name, n, of, content: base64(piece) };
    yield [{ kind: 'release', id: `${hash} ${n}`, at, data }];
    n += 1;
  }
}

export function piecesOf(bytes: number): number {
  return Math.ceil(bytes / pieceBytes);
}

async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array(pieceBytes);
  let length = 0;
  for await (const chunk of source)
    for (let from = 0; from < chunk.length;) {
      const part = chunk.subarray(from, from + pieceBytes - length);
      held.set(part, length);
      length += part.length;
      from += part.length;
      if (length < pieceBytes) continue;
      yield held;
      held = new Uint8Array(pieceBytes);
      length = 0;
    }
  if (length > 0) yield held.subarray(0, length);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/** The bytes of the one release among these records, which come in order and whole. Throws `malformed-record` otherwise. */
export async function* releaseBytes(
  records: AsyncIterable<readonly BundleRecord[]>,
  begun: (release: Pick<ReleaseData, 'sha256' | 'name'>) => void,
): AsyncGenerator<Uint8Array> {
  let first: ReleaseData | null = null;
  let next = 0;
  for await (const batch of records)
    for (const record of batch) {
      if (record.kind !== 'release') continue;
      const data = releaseData.parse(record.data);
      first ??= data;
      const isNext =
        data.n === next && data.of === first.of && data.sha256 === first.sha256 && data.name === first.name;
      if (!isNext) throw new BundleRefusal('malformed-record', `release, piece ${next + 1}`);
      if (next === 0) begun(data);
      yield Buffer.from(data.content, 'base64');
      next += 1;
    }
  if (first === null || next !== first.of) throw new BundleRefusal('malformed-record', 'release, cut off');
}
