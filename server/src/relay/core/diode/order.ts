import { partShape, type Shape } from './shape.ts';

/** Parts whose datagrams take turns, so that a line that is dead for a moment takes few of each. */
export const turnsOf = 8;

/** The shards of some parts in the order in which they leave: the first of each, the second of each, and so on. */
export function* leavingOrder(
  shape: Shape,
  parts: readonly number[],
): Generator<{ part: number; shard: number }> {
  const shapes = parts.map((part) => ({ part, ...partShape(shape, part) }));
  const most = Math.max(0, ...shapes.map(({ data, parity }) => data + parity));
  for (let shard = 0; shard < most; shard += 1)
    for (const { part, data, parity } of shapes) if (shard < data + parity) yield { part, shard };
}
