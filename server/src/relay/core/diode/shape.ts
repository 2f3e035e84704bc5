import { bundleLimits } from '../limits.ts';

/** How a file is cut for a one-way line: parts, each of them data shards, with parity shards that make up for what is lost. */
export interface Shape {
  /** Length of the file. */
  readonly bytes: number;
  /** Data shards of a part; the last part may have fewer. */
  readonly dataShards: number;
  /** Parity shards of a part that is full. */
  readonly parityShards: number;
  readonly shardBytes: number;
}

/** Of 192 datagrams a part may lose a third; with the head of a datagram a shard fits an Ethernet frame. */
export const usualShape = { dataShards: 128, parityShards: 64, shardBytes: 1_200 } as const;

const shapeLimits = {
  dataShards: 128,
  parityShards: 64,
  shardBytes: 8_800,
  shardBytesLeast: 16,
} as const;

/** Few shards vary more in how many are lost, so small parts have some on top. */
const spare = 8;

/** Whether a shape is one that is made here; whoever says another may mean harm. */
export function isShape({ bytes, dataShards, parityShards, shardBytes }: Shape): boolean {
  return (
    bytes >= 1 &&
    bytes <= bundleLimits.fileBytes &&
    dataShards >= 1 &&
    dataShards <= shapeLimits.dataShards &&
    parityShards <= shapeLimits.parityShards &&
    shardBytes >= shapeLimits.shardBytesLeast &&
    shardBytes <= shapeLimits.shardBytes &&
    partsOf({ bytes, dataShards, parityShards, shardBytes }) <= bundleLimits.parts
  );
}

export function partsOf({ bytes, dataShards, shardBytes }: Shape): number {
  return Math.ceil(bytes / (dataShards * shardBytes));
}

export interface PartShape {
  /** In the file. */
  readonly bytes: number;
  readonly data: number;
  readonly parity: number;
}

/** Of a part from 1. */
export function partShape(shape: Shape, part: number): PartShape {
  const whole = shape.dataShards * shape.shardBytes;
  const bytes = Math.min(whole, shape.bytes - (part - 1) * whole);
  const data = Math.ceil(bytes / shape.shardBytes);
  const share = Math.ceil((data * shape.parityShards) / shape.dataShards);
  return { bytes, data, parity: Math.min(shape.parityShards, share + spare) };
}
