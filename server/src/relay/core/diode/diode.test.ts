import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Assembly } from './assembly.ts';
import { datagramHeadBytes, headBytes, readHead, sealBytes, type DatagramHead } from './datagram.ts';
import { parityOf, recovered } from './erasure.ts';
import { leavingOrder } from './order.ts';
import { readRequest, requestText } from './request.ts';
import { partShape, partsOf, usualShape, type Shape } from './shape.ts';

const whole = 'ab'.repeat(32);
const aShape: Shape = { bytes: 1_000, dataShards: 8, parityShards: 6, shardBytes: 16 };

function bytesOf(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, n) => (n * 31 + seed * 7 + (n >> 3)) % 256);
}

/** All datagrams of a file, in the order in which they leave. */
function sent(file: Uint8Array, shape: Shape): { head: DatagramHead; shard: Uint8Array }[] {
  const parts = Array.from({ length: partsOf(shape) }, (_, n) => n + 1);
  const shards = new Map(parts.map((part) => [part, shardsOf(file, shape, part)]));
  return [...leavingOrder(shape, parts)].map(({ part, shard }) => ({
    head: { ...shape, key: '00'.repeat(8), whole, sequence: 7, part, shard },
    shard: shards.get(part)?.[shard] ?? new Uint8Array(),
  }));
}

function shardsOf(file: Uint8Array, shape: Shape, part: number): Uint8Array[] {
  const { data, parity, bytes } = partShape(shape, part);
  const start = (part - 1) * shape.dataShards * shape.shardBytes;
  const padded = new Uint8Array(data * shape.shardBytes);
  padded.set(file.subarray(start, start + bytes));
  const split = Array.from({ length: data }, (_, n) =>
    padded.subarray(n * shape.shardBytes, (n + 1) * shape.shardBytes),
  );
  return [...split, ...parityOf(split, parity)];
}

test('any k of k + m shards give the data back, whichever were lost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 128 }),
      fc.integer({ min: 0, max: 64 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (k, m, places) => {
        const data = Array.from({ length: k }, (_, n) => bytesOf(8, n));
        const all = [...data, ...parityOf(data, m)];
        const order = all
          .map((shard, n) => ({ n, shard, at: Number(places.next().value) }))
          .toSorted((a, b) => a.at - b.at);
        const kept = new Map(order.slice(0, k).map(({ n, shard }) => [n, shard]));
        expect(recovered(kept, k)).toEqual(data);
        kept.delete(order[0]?.n ?? 0);
        expect(recovered(kept, k)).toBeNull();
      },
    ),
    { numRuns: 60 },
  );
});

test('parts come together from shards in any order, doubled and interleaved with another file; what stays incomplete gives nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 2 ** 31 }), (bytes, seed) => {
      const shape = { ...aShape, bytes };
      const file = bytesOf(bytes, seed);
      const other = sent(bytesOf(bytes, seed + 1), shape).map((each) => ({
        ...each,
        head: { ...each.head, whole: 'cd'.repeat(32) },
      }));
      const ours = sent(file, shape);
      const mixed = [...ours, ...other, ...ours].toSorted(
        (a, b) => ((a.head.shard * seed) % 13) - ((b.head.shard * seed) % 13),
      );
      const assembly = new Assembly();
      assembly.begin({ whole, ...shape }, [], 0);
      assembly.begin({ whole: 'cd'.repeat(32), ...shape }, [], 0);
      const parts = mixed.flatMap(({ head, shard }) => {
        const part = assembly.add(head, shard, 1);
        return part !== null && head.whole === whole ? [part] : [];
      });
      const inOrder = parts.toSorted((a, b) => a.part - b.part);
      expect(inOrder.map(({ part }) => part)).toEqual(
        Array.from({ length: partsOf(shape) }, (_, n) => n + 1),
      );
      expect(Buffer.concat(inOrder.map(({ content }) => content))).toEqual(Buffer.from(file));
      expect(assembly.heldBytes).toBe(0);
    }),
    { numRuns: 40 },
  );
});

/** The same numbers in every run (mulberry32); 0..1. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('with a fifth of all datagrams lost, what was sent and the parts that were asked for are complete', () => {
  const shape = { bytes: 60_000, dataShards: 16, parityShards: 6, shardBytes: 64 };
  const file = bytesOf(shape.bytes);
  const datagrams = sent(file, shape);
  let askedOnce = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = dice(seed);
    const assembly = new Assembly();
    assembly.begin({ whole, ...shape }, [], 0);
    const done = new Map<number, Uint8Array>();
    const send = (wanted: (part: number) => boolean): void => {
      for (const { head, shard } of datagrams) {
        if (!wanted(head.part) || random() < 0.2) continue;
        const part = assembly.add(head, shard, 1);
        if (part) done.set(part.part, part.content);
      }
    };
    send(() => true);
    askedOnce += partsOf(shape) - done.size;
    const missing = new Set(
      Array.from({ length: partsOf(shape) }, (_, n) => n + 1).filter((part) => !done.has(part)),
    );
    send((part) => missing.has(part));
    expect(done.size).toBe(partsOf(shape));
    const inOrder = [...done].toSorted(([a], [b]) => a - b).map(([, content]) => content);
    expect(Buffer.concat(inOrder).equals(Buffer.from(file))).toBe(true);
  }
  // So little parity that something had to be asked for.
  expect(askedOnce).toBeGreaterThan(0);
});

test('memory is bounded: what was touched longest ago is forgotten, and files of which nothing comes', () => {
  const shape = { bytes: 100_000, dataShards: 16, parityShards: 0, shardBytes: 100 };
  const assembly = new Assembly({ heldBytes: 2_000, files: 2, idleMs: 1_000 });
  assembly.begin({ whole, ...shape }, [], 0);
  for (let part = 1; part <= 50; part += 1)
    assembly.add({ ...shape, key: '', whole, sequence: 1, part, shard: 0 }, bytesOf(100), part);
  expect(assembly.heldBytes).toBe(2_000);
  assembly.begin({ whole: 'b', ...shape }, [], 60);
  assembly.begin({ whole: 'c', ...shape }, [], 61);
  expect([assembly.knows(whole), assembly.knows('b'), assembly.knows('c')]).toEqual([false, true, true]);
  expect(assembly.heldBytes).toBe(0);
  assembly.prune(1_062);
  expect([assembly.knows('b'), assembly.knows('c')]).toEqual([false, false]);
});

test('a head is read as it was written; what is cut, longer, or of another shape than is made here is nothing', () => {
  const head: DatagramHead = {
    ...usualShape,
    bytes: 500_000,
    key: '0123456789abcdef',
    whole,
    sequence: 7,
    part: 2,
    shard: 191,
  };
  const datagram = Buffer.concat([headBytes(head), Buffer.alloc(head.shardBytes + sealBytes)]);
  expect(readHead(datagram)).toEqual(head);
  expect(headBytes(head)).toHaveLength(datagramHeadBytes);
  for (let length = 0; length < 80; length += 1) expect(readHead(datagram.subarray(0, length))).toBeNull();
  expect(readHead(Buffer.concat([datagram, Buffer.alloc(1)]))).toBeNull();
  const wrong: Partial<Omit<DatagramHead, 'key' | 'whole'>>[] = [
    { bytes: 0 },
    { bytes: 2 ** 31 },
    { dataShards: 0 },
    { dataShards: 200 },
    { parityShards: 65 },
    { shardBytes: 15 },
    { part: 0 },
    { part: 5 },
    { shard: 192 },
    { sequence: 0 },
    { bytes: 1024 ** 3, dataShards: 1 },
  ];
  for (const part of wrong) {
    const changed = { ...head, ...part };
    const bytes = Buffer.concat([headBytes(changed), Buffer.alloc(changed.shardBytes + sealBytes)]);
    expect(readHead(bytes), JSON.stringify(part)).toBeNull();
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readHead(Buffer.from(bytes));
    }),
  );
});

test('what a request page says is read back as it was meant, and a slip of the pen is told', () => {
  const asked = [
    { sequence: 7, parts: [3, 12, 13, 14] },
    { sequence: 9, parts: null },
  ];
  const text = requestText(asked);
  expect(text).toMatch(/^7: 3, 12-14; 9 #[0-9A-Z]{2}$/);
  expect(readRequest(text)).toEqual(asked);
  expect(readRequest(text.toLowerCase().replaceAll(' ', ''))).toEqual(asked);
  expect(readRequest('9; 7:3,12-14')).toEqual(asked);
  expect(readRequest('7; 7: 3; 8-9')).toEqual([7, 8, 9].map((sequence) => ({ sequence, parts: null })));
  expect(readRequest(text.replace('12', '13'))).toContain('mistyped');
  expect(readRequest(text.replace('3, 12', '31, 2'))).toContain('mistyped');
  for (const bad of ['7: x', '7:', '3-2', '7: 1: 2', 'seven', '7-8: 1', '0'])
    expect(readRequest(bad)).toContain('cannot be read');
  expect(readRequest(' ; ')).toContain('Say which numbers');
  expect(readRequest('1-5000')).toContain('carried by hand');
  expect(requestText([])).toBe('');
});
