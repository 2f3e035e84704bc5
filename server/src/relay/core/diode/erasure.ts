import { addScaled, inverse, product } from './field.ts';

/** Data and parity shards of one part together. */
const shardsMax = 256;

/**
 * Erasure code of Reed and Solomon with a Cauchy matrix: of `k` data shards and `m` parity shards, any `k` give the data back, whichever
 * they are. Shards of a part are equally long; `k + m` is at most 256.
 */
export function parityOf(data: readonly Uint8Array[], m: number): Uint8Array[] {
  const length = data[0]?.length ?? 0;
  return Array.from({ length: m }, (_, row) => {
    const parity = new Uint8Array(length);
    for (const [column, shard] of data.entries()) addScaled(parity, shard, coefficient(row, column));
    return parity;
  });
}

/** The data shards, from any `k` of all by their numbers (data from 0, parity from `k`). Null where fewer are here. */
export function recovered(shards: ReadonlyMap<number, Uint8Array>, k: number): Uint8Array[] | null {
  const lost = Array.from({ length: k }, (_, n) => n).filter((n) => !shards.has(n));
  const helpers = [...shards.keys()].filter((n) => n >= k).slice(0, lost.length);
  if (helpers.length < lost.length) return null;
  const found = solved({ shards, k, lost, helpers });
  return Array.from({ length: k }, (_, n) => shards.get(n) ?? found[lost.indexOf(n)] ?? new Uint8Array());
}

interface Missing {
  readonly shards: ReadonlyMap<number, Uint8Array>;
  readonly k: number;
  /** Data shards that did not come, and as many parity shards that did. */
  readonly lost: readonly number[];
  readonly helpers: readonly number[];
}

/** Takes what is known out of the parity shards; what stays is a square system, which a Cauchy matrix always solves. */
function solved({ shards, k, lost, helpers }: Missing): Uint8Array[] {
  const rests = helpers.map((helper) => {
    const rest = Uint8Array.from(shards.get(helper) ?? []);
    for (let n = 0; n < k; n += 1) {
      const known = shards.get(n);
      if (known) addScaled(rest, known, coefficient(helper - k, n));
    }
    return rest;
  });
  const matrix = helpers.map((helper) => Uint8Array.from(lost, (n) => coefficient(helper - k, n)));
  eliminate(matrix, rests);
  return rests;
}

/** Gauss and Jordan: the matrix becomes the identity, and `rests` the answer. Every square part of a Cauchy matrix has an inverse. */
function eliminate(matrix: readonly Uint8Array[], rests: readonly Uint8Array[]): void {
  for (const [at, pivotRow] of matrix.entries()) {
    const pivotRest = rests[at] ?? new Uint8Array();
    const factor = inverse(pivotRow[at] ?? 0);
    scale(pivotRow, factor);
    scale(pivotRest, factor);
    for (const [other, row] of matrix.entries()) {
      const times = other === at ? 0 : (row[at] ?? 0);
      addScaled(row, pivotRow, times);
      addScaled(rests[other] ?? new Uint8Array(), pivotRest, times);
    }
  }
}

function scale(bytes: Uint8Array, factor: number): void {
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = product(bytes[at] ?? 0, factor);
}

/** 1 / (x + y) with all x and y different: columns count up from 0, rows down from 255. */
function coefficient(row: number, column: number): number {
  return inverse((shardsMax - 1 - row) ^ column);
}
