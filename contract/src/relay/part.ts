/** How a part of a file begins: `FMPART1\n`, SHA-256 of the whole file (32 bytes), number of this part from 1, of how many (2 bytes each). */
export const partMagic = 'FMPART1\n';
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
