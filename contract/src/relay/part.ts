/** How a part of a file begins: `FMPART1\n`, SHA-256 of the whole file (32 bytes), number of this part from 1, of how many (2 bytes each). */
export const partMagic = 'FMPART1\n';
/** How files begin that can be brought: a whole bundle, a part of one, and one that is encrypted. */
const beginnings = ['FMBNDL', partMagic, 'age-encryption.org/v1\n'].map((text) =>
  new TextEncoder().encode(text),
);
const named = /\.fmb(\.age)?(\.\d{4})?$/i;

/** So much of a file says whether it is one, and to which whole a part belongs. */
export const beginningBytes = 44;

/**
 * Whether a file may be a bundle, by its first bytes or its name. Sticks and people change names (`BUNDLE~1.FMB`, `copy (1)`), so what begins
 * like one is one whatever it is called; one that is named so is worth saying why it is refused.
 */
export function looksLikeBundle(name: string, beginning: Uint8Array): boolean {
  return (
    named.test(name) || beginnings.some((wanted) => wanted.every((byte, index) => beginning[index] === byte))
  );
}

/** SHA-256 of the whole, in hexadecimal digits, where these first bytes are those of a part; else null. */
export function wholeOfPart(beginning: Uint8Array): string | null {
  const magic = new TextEncoder().encode(partMagic);
  if (beginning.length < partHeadBytes || !magic.every((byte, index) => beginning[index] === byte))
    return null;
  const whole = beginning.subarray(magic.length, magic.length + 32);
  return [...whole].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const partHeadBytes = partMagic.length + 32 + 4;

export interface PartHead {
  /** SHA-256 of the whole file, 32 bytes. */
  readonly whole: Uint8Array;
  /** From 1. */
  readonly part: number;
  readonly parts: number;
}

export function partHeadOf({ whole, part, parts }: PartHead): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(partHeadBytes);
  bytes.set(new TextEncoder().encode(partMagic));
  bytes.set(whole, partMagic.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(partMagic.length + 32, part);
  view.setUint16(partMagic.length + 34, parts);
  return bytes;
}

/** How many parts a file of so many bytes makes; `partBytes` is that of a part with its head. */
export function partCount(bytes: number, partBytes: number): number {
  return Math.max(1, Math.ceil(bytes / (partBytes - partHeadBytes)));
}

/** Where each part of a file begins and ends in it, half-open. */
export function cutsOf(bytes: number, partBytes: number): { readonly from: number; readonly to: number }[] {
  const room = partBytes - partHeadBytes;
  return Array.from({ length: partCount(bytes, partBytes) }, (_, n) => ({
    from: n * room,
    to: Math.min(bytes, (n + 1) * room),
  }));
}

/** `field-1-up-000007.fmb.0001` */
export function partName(name: string, part: number): string {
  return `${name}.${String(part).padStart(4, '0')}`;
}
