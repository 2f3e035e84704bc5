import { randomUUID } from 'node:crypto';

/** On every request of a check, so that analytics can leave it out and a product can tell it from a person. */
export const syntheticHeader = 'x-fieldmarshal-synthetic';

/** With these digits begin the traces of checks, so that whoever takes in spans knows them at once, before the run is reported. */
const tracePrefix = 'f1e1d';

/** A new trace, sampled (W3C Trace Context, version 00). `traceId` has 32 hexadecimal digits. */
export function newTrace(): { traceId: string; traceparent: string } {
  const traceId = `${tracePrefix}${randomDigits().slice(tracePrefix.length)}`;
  return { traceId, traceparent: traceparentIn(traceId) };
}

/**
 * A trace that does not say that it is a check's, for what asks so often that only the spans of what fails are worth keeping: those are kept
 * of any trace, and the run that failed names it.
 */
export function newPlainTrace(): { traceId: string; traceparent: string } {
  // A first digit that the prefix does not have.
  const traceId = `a${randomDigits().slice(1)}`;
  return { traceId, traceparent: traceparentIn(traceId) };
}

/** Another span of the same trace. */
export function traceparentIn(traceId: string): string {
  return `00-${traceId}-${randomDigits().slice(16)}-01`;
}

/** 32 hexadecimal ones, of which 122 bits are random. From a UUID, for which Node fetches its randomness in advance: monitors ask a thousand times a second. */
function randomDigits(): string {
  return randomUUID().replaceAll('-', '');
}
