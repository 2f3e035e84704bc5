import type { Labels } from './signal.ts';

/**
 * Alertmanager's fingerprint of a label set: FNV-1a, 64 bits, over the sorted names and values in UTF-8, each followed by 0xFF; as 16 hex
 * digits. Equal to prometheus/common `LabelSet.Fingerprint`, so that amtool and dashboards show the same one.
 */
export function fingerprint(labels: Labels): string {
  let state: Fnv = { high: 0xcbf29ce4 | 0, low: 0x84222325 | 0 };
  for (const name of Object.keys(labels).sort()) {
    state = addText(state, name);
    state = addText(state, labels[name] ?? '');
  }
  return hex(state.high) + hex(state.low);
}

/** Halves as signed 32-bit integers, which is what the machine is fastest with. */
interface Fnv {
  readonly high: number;
  readonly low: number;
}

const encoder = new TextEncoder();

/** The prime is 2^40 + 0x1b3, so the product of a 64-bit number is one shift and one small multiplication, here by 16 bits at a time. */
function addText({ high, low }: Fnv, text: string): Fnv {
  const bytes = isAscii(text) ? null : encoder.encode(text);
  const length = bytes ? bytes.length : text.length;
  let h = high;
  let l = low;
  for (let index = 0; index <= length; index += 1) {
    const byte = index === length ? 0xff : bytes ? (bytes[index] ?? 0) : text.charCodeAt(index);
    const x = l ^ byte;
    const lowPart = (x & 0xffff) * 0x1b3;
    const highPart = (x >>> 16) * 0x1b3 + (lowPart >>> 16);
    h = (Math.imul(h, 0x1b3) + (highPart >>> 16) + (x << 8)) | 0;
    l = (highPart << 16) | (lowPart & 0xffff);
  }
  return { high: h, low: l };
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}

/**
 * A 53-bit digest of what people see of an alert (cyrb53), the same whatever the order of labels. Not for secrets: a collision, one in
 * 10^15, means that one changed annotation is not noticed until the next change.
 */
export function contentHash(parts: {
  readonly title: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly link: string | null;
}): number {
  const state = { a: 0xdeadbeef, b: 0x41c6ce57 };
  mix(state, parts.title);
  mixLabels(state, parts.labels);
  mixLabels(state, parts.annotations);
  mix(state, parts.link ?? '');
  const a =
    Math.imul(state.a ^ (state.a >>> 16), 2_246_822_507) ^
    Math.imul(state.b ^ (state.b >>> 13), 3_266_489_909);
  const b =
    Math.imul(state.b ^ (state.b >>> 16), 2_246_822_507) ^
    Math.imul(state.a ^ (state.a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
}

interface Mixing {
  a: number;
  b: number;
}

function mixLabels(state: Mixing, labels: Labels): void {
  for (const name of Object.keys(labels).sort()) {
    mix(state, name);
    mix(state, labels[name] ?? '');
  }
  mix(state, '');
}

function mix(state: Mixing, text: string): void {
  let { a, b } = state;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  // Ends every part, so that moving a character from one to the next makes a difference.
  state.a = Math.imul(a ^ 0x1_0001, 2_654_435_761);
  state.b = Math.imul(b ^ 0x1_0001, 1_597_334_677);
}
