import { ByteReader } from '../bundle/byte-reader.ts';
import type { Whole } from '../bundle/whole.ts';
import { parityOf } from '../core/diode/erasure.ts';
import { leavingOrder, turnsOf } from '../core/diode/order.ts';
import { partShape, partsOf, usualShape, type Shape } from '../core/diode/shape.ts';
import type { DiodeKey } from './keys.ts';
import { sealDatagram } from './seal.ts';

interface Sending extends Whole {
  readonly key: DiodeKey;
  readonly sequence: number;
  /** From 1; null: all. */
  readonly parts: readonly number[] | null;
  readonly shape?: Omit<Shape, 'bytes'>;
}

/** How a file is cut, where nobody says otherwise. */
export function shapeOf(bytes: number): Shape {
  return { ...usualShape, bytes };
}

/** How many datagrams {@link datagramsOf} makes. */
export function datagramCount(shape: Shape, parts: readonly number[] | null): number {
  return wantedOf(shape, parts).reduce((sum, part) => {
    const { data, parity } = partShape(shape, part);
    return sum + data + parity;
  }, 0);
}

/** The datagrams of a file, or of some parts of it, as they leave. The file is read once, some parts of it in memory at a time. */
export async function* datagramsOf(
  source: AsyncIterable<Uint8Array>,
  { key, sequence, parts, whole, bytes, shape: cut = usualShape }: Sending,
): AsyncGenerator<Buffer> {
  const shape = { ...cut, bytes };
  const reader = new ByteReader(source);
  const wanted = new Set(wantedOf(shape, parts));
  let turn = new Map<number, Uint8Array[]>();
  const leaving = function* (): Generator<Buffer> {
    for (const { part, shard } of leavingOrder(shape, [...turn.keys()]))
      yield sealDatagram(
        key,
        { ...shape, key: key.id, whole: whole.toString('hex'), sequence, part, shard },
        turn.get(part)?.[shard] ?? new Uint8Array(),
      );
  };
  for (let part = 1; part <= partsOf(shape); part += 1) {
    const content = await reader.take(partShape(shape, part).bytes);
    if (wanted.has(part)) turn.set(part, shardsOf(shape, part, content));
    if (turn.size < turnsOf) continue;
    yield* leaving();
    turn = new Map();
  }
  yield* leaving();
}

function wantedOf(shape: Shape, parts: readonly number[] | null): number[] {
  return parts === null ? Array.from({ length: partsOf(shape) }, (_, n) => n + 1) : [...parts];
}

function shardsOf(shape: Shape, part: number, content: Uint8Array): Uint8Array[] {
  const { data, parity } = partShape(shape, part);
  const filled = new Uint8Array(data * shape.shardBytes);
  filled.set(content);
  const shards = Array.from({ length: data }, (_, n) =>
    filled.subarray(n * shape.shardBytes, (n + 1) * shape.shardBytes),
  );
  return [...shards, ...parityOf(shards, parity)];
}
