import { isShape, partShape, partsOf, type Shape } from './shape.ts';

/**
 * One datagram: this head, the shard encrypted, and 16 bytes that prove both. `FMDG`, version 1, key (8 bytes), SHA-256 of the file (32),
 * number of the bundle (4), then the shape: length of the file (4), data shards, parity shards (1 each), bytes of a shard (2); then which
 * shard this is: part from 1 (2), shard from 0 (1). All big-endian.
 */
export interface DatagramHead extends Shape {
  /** Which key seals it; 16 hexadecimal digits. */
  readonly key: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly whole: string;
  /** Of the bundle. */
  readonly sequence: number;
  readonly part: number;
  readonly shard: number;
}

const magic = 0x464d4447;
const version = 1;
export const datagramHeadBytes = 60;
export const sealBytes = 16;

export function headBytes(head: DatagramHead): Buffer {
  const bytes = Buffer.alloc(datagramHeadBytes);
  bytes.writeUInt32BE(magic, 0);
  bytes.writeUInt8(version, 4);
  bytes.write(head.key, 5, 'hex');
  bytes.write(head.whole, 13, 'hex');
  bytes.writeUInt32BE(head.sequence, 45);
  bytes.writeUInt32BE(head.bytes, 49);
  bytes.writeUInt8(head.dataShards, 53);
  bytes.writeUInt8(head.parityShards, 54);
  bytes.writeUInt16BE(head.shardBytes, 55);
  bytes.writeUInt16BE(head.part, 57);
  bytes.writeUInt8(head.shard, 59);
  return bytes;
}

/** Null for whatever is no datagram of ours, whole and within limits. Nothing of it is believed before its seal. */
export function readHead(datagram: Buffer): DatagramHead | null {
  if (datagram.length <= datagramHeadBytes + sealBytes) return null;
  if (datagram.readUInt32BE(0) !== magic || datagram.readUInt8(4) !== version) return null;
  const head: DatagramHead = {
    key: datagram.toString('hex', 5, 13),
    whole: datagram.toString('hex', 13, 45),
    sequence: datagram.readUInt32BE(45),
    bytes: datagram.readUInt32BE(49),
    dataShards: datagram.readUInt8(53),
    parityShards: datagram.readUInt8(54),
    shardBytes: datagram.readUInt16BE(55),
    part: datagram.readUInt16BE(57),
    shard: datagram.readUInt8(59),
  };
  return isWithin(head) && datagram.length === datagramHeadBytes + head.shardBytes + sealBytes ? head : null;
}

function isWithin(head: DatagramHead): boolean {
  if (!isShape(head) || head.sequence < 1 || head.sequence > 1_000_000_000) return false;
  if (head.part < 1 || head.part > partsOf(head)) return false;
  const { data, parity } = partShape(head, head.part);
  return head.shard < data + parity;
}
