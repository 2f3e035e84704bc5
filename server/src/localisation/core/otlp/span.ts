/** One span as its sender tells it, of whatever encoding it came in. */
export interface Span {
  /** 32 and 16 hexadecimal digits, in small letters. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  /** 0 not said, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  /** Microseconds since 1970, by the clock of who sent it. */
  readonly startUs: number;
  readonly durationUs: number;
  readonly failed: boolean;
  /** Attributes of the span and of its resource, those that are texts, numbers or flags; the first 100. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly resource: ReadonlyMap<string, string>;
}

/** What an encoding gives before it is checked. Times are nanoseconds since 1970. */
export interface RawSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly failed: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  readonly resource: ReadonlyMap<string, string>;
}

export const spanLimits = {
  /** Spans of one request. */
  spans: 20_000,
  attributes: 100,
  textLength: 500,
} as const;

const earliestNs = 946_684_800_000_000_000n;
const longestUs = 86_400_000_000;

/** Null where it makes no sense: ids that are none, no time, or an end before its begin. */
export function soundSpan(raw: RawSpan): Span | null {
  const { traceId, spanId, parentId, startNs, endNs, kind } = raw;
  if (!isId(traceId, 32) || !isId(spanId, 16)) return null;
  if (startNs < earliestNs || endNs < startNs) return null;
  const durationUs = Number((endNs - startNs) / 1000n);
  if (durationUs > longestUs) return null;
  return {
    traceId,
    spanId,
    parentId: isId(parentId, 16) && parentId !== spanId ? parentId : null,
    name: sound(raw.name),
    kind: Number.isInteger(kind) && kind >= 0 && kind <= 5 ? kind : 0,
    startUs: Number(startNs / 1000n),
    durationUs,
    failed: raw.failed,
    attributes: raw.attributes,
    resource: raw.resource,
  };
}

function isId(text: string, length: number): boolean {
  return text.length === length && /^[0-9a-f]+$/.test(text) && !/^0+$/.test(text);
}

/** Without what no database takes, and no longer than a line. */
export function sound(text: string): string {
  return text
    .slice(0, spanLimits.textLength)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ');
}
