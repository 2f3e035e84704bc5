import { attributesOf, scopedIn } from './protobuf-values.ts';
import { fieldsOf, hexOf, textOf } from './protobuf.ts';
import { spanLimits, type RawSpan } from './span.ts';

/** Spans of an `ExportTraceServiceRequest`, one after the other. Throws {@link MalformedProtobuf}. */
export function* readProtobuf(body: Uint8Array): Generator<RawSpan> {
  for (const { bytes, resource } of scopedIn(body)) yield span(bytes, resource);
}

function span(message: Uint8Array, resource: ReadonlyMap<string, string>): RawSpan {
  const found = {
    traceId: '',
    spanId: '',
    parentId: '',
    name: '',
    kind: 0,
    startNs: 0n,
    endNs: 0n,
    failed: false,
  };
  for (const { number, value, bytes } of fieldsOf(message)) {
    if (number === 1) found.traceId = hexOf(bytes);
    else if (number === 2) found.spanId = hexOf(bytes);
    else if (number === 4) found.parentId = hexOf(bytes);
    else if (number === 5) found.name = textOf(bytes.subarray(0, 4 * spanLimits.textLength));
    else if (number === 6) found.kind = Number(value);
    else if (number === 7) found.startNs = value;
    else if (number === 8) found.endNs = value;
    else if (number === 15) found.failed = isError(bytes);
  }
  return { ...found, attributes: attributesOf(message, 9), resource };
}

const errorCode = 2n;

function isError(status: Uint8Array): boolean {
  for (const { number, value } of fieldsOf(status)) if (number === 3) return value === errorCode;
  return false;
}
