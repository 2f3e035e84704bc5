import type { RawLine } from '../logs/line.ts';
import { attributesOf, plainValue, scopedIn } from './protobuf-values.ts';
import { fieldsOf, textOf } from './protobuf.ts';

/** Log records of an `ExportLogsServiceRequest`, one after the other. Throws {@link MalformedProtobuf}. */
export function* readLogsProtobuf(body: Uint8Array): Generator<RawLine> {
  for (const { bytes, resource } of scopedIn(body)) yield record(bytes, resource);
}

const textBytesMax = 2_000;

function record(message: Uint8Array, resource: ReadonlyMap<string, string>): RawLine {
  const found = { timeNs: 0n, observedNs: 0n, severity: 0, severityText: '', eventName: '' };
  let body: RawLine['body'] = '';
  for (const { number, value, bytes } of fieldsOf(message)) {
    if (number === 1) found.timeNs = value;
    else if (number === 2) found.severity = Number(value);
    else if (number === 3) found.severityText = textOf(bytes.subarray(0, textBytesMax));
    else if (number === 5) body = bodyOf(bytes);
    else if (number === 11) found.observedNs = value;
    else if (number === 12) found.eventName = textOf(bytes.subarray(0, textBytesMax));
  }
  return { ...found, body, attributes: attributesOf(message, 6), resource };
}

const plainText = 1;
const structured = 6;
/** As much of a body as may be a whole object of JSON. */
const bodyBytesMax = 20_000;

function bodyOf(message: Uint8Array): RawLine['body'] {
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === plainText) return textOf(bytes.subarray(0, bodyBytesMax));
    if (number === structured) return attributesOf(bytes, 1);
  }
  return plainValue(message) ?? '';
}
