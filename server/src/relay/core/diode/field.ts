/** The field of 256 elements over x⁸ + x⁴ + x³ + x² + 1, as Reed-Solomon codes use it: sums are XOR. */
const polynomial = 0x11d;
const order = 255;

const exponentials = new Uint8Array(order);
const logarithms = new Uint8Array(256);
for (let power = 0, value = 1; power < order; power += 1) {
  exponentials[power] = value;
  logarithms[value] = power;
  value = value << 1 > 255 ? (value << 1) ^ polynomial : value << 1;
}

/** All products, a row of 256 for each factor: a shard is scaled by one look-up for each byte. */
const products = new Uint8Array(256 * 256);
for (let a = 1; a < 256; a += 1)
  for (let b = 1; b < 256; b += 1)
    products[a * 256 + b] = exponentials[((logarithms[a] ?? 0) + (logarithms[b] ?? 0)) % order] ?? 0;

export function product(a: number, b: number): number {
  return products[a * 256 + b] ?? 0;
}

/** Of a number from 1 to 255. */
export function inverse(a: number): number {
  return exponentials[(order - (logarithms[a] ?? 0)) % order] ?? 0;
}

/** Adds `factor` times `source` to `target`, byte by byte; both are equally long. */
export function addScaled(target: Uint8Array, source: Uint8Array, factor: number): void {
  if (factor === 0) return;
  const row = products.subarray(factor * 256, factor * 256 + 256);
  for (let at = 0; at < target.length; at += 1) target[at] = (target[at] ?? 0) ^ (row[source[at] ?? 0] ?? 0);
}
