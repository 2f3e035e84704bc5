/** How a part of a file begins: `FMPART1\n`, SHA-256 of the whole file (32 bytes), number of this part from 1, of how many (2 bytes each). */
export const partMagic = 'FMPART1\n';
export const partHeadBytes = partMagic.length + 32 + 4;
/** How a whole bundle begins; its first six bytes are those of any format to come, too. */
export const bundleMagic = 'FMBNDL1\n';
/** How a file begins that is encrypted with age (age-encryption.org/v1). */
export const ageMagic = 'age-encryption.org/v1\n';
const ascii = new TextEncoder();
const named = /\.fmb(\.age)?(\.\d{4})?$/i;

/**
 * Whether a file may be a bundle, by its first {@link partHeadBytes} bytes or its name. Sticks and people change names (`BUNDLE~1.FMB`,
 * `copy (1)`), so what begins like one is one whatever it is called; one that is named so is worth saying why it is refused.
 */
export function looksLikeBundle(name: string, beginning: Uint8Array): boolean {
  return (
    named.test(name) ||
    beginsLikeBundle(beginning) ||
    beginsWith(beginning, partMagic) ||
    beginsWith(beginning, ageMagic)
  );
}

/** Whether these are the first bytes of a whole bundle, of this format or of one to come. */
export function beginsLikeBundle(bytes: Uint8Array): boolean {
  return beginsWith(bytes, bundleMagic.slice(0, 6));
}

/** Of ASCII; false where there are fewer bytes than it has. */
export function beginsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && ascii.encode(text).every((byte, at) => bytes[at] === byte);
}

/** SHA-256 of the whole, in hexadecimal digits, where these first bytes are those of a part; else null. */
export function wholeOfPart(beginning: Uint8Array): string | null {
  if (beginning.length < partHeadBytes || !beginsWith(beginning, partMagic)) return null;
  const whole = beginning.subarray(partMagic.length, partMagic.length + 32);
  return [...whole].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface PartHead {
  /** SHA-256 of the whole file, 32 bytes. */
  readonly whole: Uint8Array;
  /** From 1. */
  readonly part: number;
  readonly parts: number;
}

export function partHeadOf({ whole, part, parts }: PartHead): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(partHeadBytes);
  bytes.set(ascii.encode(partMagic));
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
