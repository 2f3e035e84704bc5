import { attributesOf } from './protobuf-values.ts';
import { fieldsOf, hexOf, textOf } from './protobuf.ts';
import { spanLimits, type RawSpan } from './span.ts';

/** Spans of an `ExportTraceServiceRequest`, one after the other. Throws {@link MalformedProtobuf}. */
export function* readProtobuf(body: Uint8Array): Generator<RawSpan> {
  for (const { number, bytes } of fieldsOf(body)) if (number === 1) yield* resourceSpans(bytes);
}

function* resourceSpans(message: Uint8Array): Generator<RawSpan> {
  let resource: ReadonlyMap<string, string> = new Map();
  const scopes: Uint8Array[] = [];
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === 1) resource = attributesOf(bytes, 1);
    if (number === 2) scopes.push(bytes);
  }
  for (const scope of scopes)
    for (const { number, bytes } of fieldsOf(scope)) if (number === 2) yield span(bytes, resource);
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
