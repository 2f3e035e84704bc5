import { recovered } from './erasure.ts';
import type { DatagramHead } from './datagram.ts';
import { partShape, partsOf, type Shape } from './shape.ts';

/** What a receiver holds at most; the part that was touched longest ago goes first. */
export const assemblyLimits = { heldBytes: 32 * 1024 * 1024, files: 64, idleMs: 6 * 60 * 60_000 } as const;

export interface WholePart {
  readonly part: number;
  readonly parts: number;
  readonly content: Uint8Array;
}

interface OpenPart {
  readonly shards: Map<number, Uint8Array>;
  touchedMs: number;
}

interface OpenFile {
  readonly shape: Shape;
  /** Parts that are whole. */
  readonly done: Set<number>;
  readonly open: Map<number, OpenPart>;
  touchedMs: number;
}

/**
 * Puts parts of files together from shards that come in any order, doubled, interleaved and with losses. Lives as long as who listens, and
 * forgets rather than grow: what is forgotten is missing, and is asked for.
 */
export class Assembly {
  readonly #files = new Map<string, OpenFile>();
  readonly #limits: { readonly heldBytes: number; readonly files: number; readonly idleMs: number };
  #heldBytes = 0;

  constructor(limits: Partial<Record<keyof typeof assemblyLimits, number>> = {}) {
    this.#limits = { ...assemblyLimits, ...limits };
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  knows(whole: string): boolean {
    return this.#files.has(whole);
  }

  /** Begins with a file of which some parts are here already. */
  begin(
    { whole, ...shape }: Shape & { readonly whole: string },
    done: readonly number[],
    nowMs: number,
  ): void {
    this.#files.set(whole, { shape, done: new Set(done), open: new Map(), touchedMs: nowMs });
    if (this.#files.size <= this.#limits.files) return;
    const [oldest] = [...this.#files].toSorted(([, a], [, b]) => a.touchedMs - b.touchedMs);
    if (oldest) this.forget(oldest[0]);
  }

  /** Takes a shard of a file that was begun; gives the part that is whole by it. */
  add(head: DatagramHead, shard: Uint8Array, nowMs: number): WholePart | null {
    const file = this.#files.get(head.whole);
    if (!file || file.done.has(head.part) || !isSame(file.shape, head)) return null;
    file.touchedMs = nowMs;
    const part = file.open.get(head.part) ?? { shards: new Map<number, Uint8Array>(), touchedMs: nowMs };
    file.open.set(head.part, part);
    part.touchedMs = nowMs;
    if (part.shards.has(head.shard)) return null;
    part.shards.set(head.shard, shard);
    this.#heldBytes += shard.length;
    const { data, bytes } = partShape(file.shape, head.part);
    if (part.shards.size < data) {
      this.#makeRoom();
      return null;
    }
    const content = joined(recovered(part.shards, data) ?? [], bytes);
    this.#drop(file, head.part);
    file.done.add(head.part);
    return { part: head.part, parts: partsOf(file.shape), content };
  }

  /** A part is here already, whole. */
  have(whole: string, part: number): void {
    const file = this.#files.get(whole);
    if (!file) return;
    this.#drop(file, part);
    file.done.add(part);
  }

  /** A part that could not be kept after all: it is missing again. */
  lose(whole: string, part: number): void {
    this.#files.get(whole)?.done.delete(part);
  }

  forget(whole: string): void {
    const file = this.#files.get(whole);
    if (!file) return;
    for (const part of [...file.open.keys()]) this.#drop(file, part);
    this.#files.delete(whole);
  }

  /** Forgets files of which nothing has come for hours. */
  prune(nowMs: number): void {
    for (const [whole, { touchedMs }] of this.#files)
      if (nowMs - touchedMs > this.#limits.idleMs) this.forget(whole);
  }

  #makeRoom(): void {
    while (this.#heldBytes > this.#limits.heldBytes) {
      let oldest: { file: OpenFile; part: number; touchedMs: number } | null = null;
      for (const file of this.#files.values())
        for (const [part, { touchedMs }] of file.open)
          if (oldest === null || touchedMs < oldest.touchedMs) oldest = { file, part, touchedMs };
      if (oldest === null) return;
      this.#drop(oldest.file, oldest.part);
    }
  }

  #drop(file: OpenFile, part: number): void {
    for (const shard of file.open.get(part)?.shards.values() ?? []) this.#heldBytes -= shard.length;
    file.open.delete(part);
  }
}

function isSame(shape: Shape, head: DatagramHead): boolean {
  return (
    shape.bytes === head.bytes &&
    shape.dataShards === head.dataShards &&
    shape.parityShards === head.parityShards &&
    shape.shardBytes === head.shardBytes
  );
}

/** Data shards as the bytes of a part; the last is filled up with zeros, which go. */
function joined(shards: readonly Uint8Array[], bytes: number): Uint8Array {
  const content = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const shard of shards) {
    content.set(shard, at);
    at += shard.length;
  }
  return content.subarray(0, bytes);
}
