import { fieldsOf, textOf } from './protobuf.ts';
import { sound, spanLimits } from './span.ts';

/** The `KeyValue`s of a message in one of its fields: texts, flags and whole numbers, the first 100 keys. */
export function attributesOf(message: Uint8Array, field: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const { number, bytes } of fieldsOf(message)) {
    if (number !== field || found.size >= spanLimits.attributes) continue;
    let key = '';
    let value: string | null = null;
    for (const part of fieldsOf(bytes)) {
      if (part.number === 1) key = textOf(part.bytes.subarray(0, 200));
      if (part.number === 2) value = plainValue(part.bytes);
    }
    if (value !== null) found.set(key, sound(value));
  }
  return found;
}

/** Texts, flags and whole numbers; the first of a list. Nobody asks for the rest. */
export function plainValue(message: Uint8Array): string | null {
  for (const { number, value, bytes } of fieldsOf(message)) {
    if (number === 1) return textOf(bytes.subarray(0, 4 * spanLimits.textLength));
    if (number === 2) return value === 0n ? 'false' : 'true';
    if (number === 3) return String(BigInt.asIntN(64, value));
    if (number === 5) return firstOf(bytes);
  }
  return null;
}

function firstOf(list: Uint8Array): string | null {
  for (const { number, bytes } of fieldsOf(list)) {
    if (number !== 1) continue;
    for (const part of fieldsOf(bytes)) if (part.number === 1) return textOf(part.bytes.subarray(0, 500));
    return null;
  }
  return null;
}

/** One record, or span, with the attributes of where it comes from. */
export interface Scoped {
  readonly bytes: Uint8Array;
  readonly resource: ReadonlyMap<string, string>;
}

/** What an export request of any signal holds, scope by scope of each resource: all of them are laid out alike. */
export function* scopedIn(body: Uint8Array): Generator<Scoped> {
  for (const { number, bytes } of fieldsOf(body)) if (number === 1) yield* ofResource(bytes);
}

function* ofResource(message: Uint8Array): Generator<Scoped> {
  let resource: ReadonlyMap<string, string> = new Map();
  const scopes: Uint8Array[] = [];
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === 1) resource = attributesOf(bytes, 1);
    if (number === 2) scopes.push(bytes);
  }
  for (const scope of scopes)
    for (const { number, bytes } of fieldsOf(scope)) if (number === 2) yield { bytes, resource };
}
