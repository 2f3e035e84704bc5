import { z } from 'zod';
import { attributes, list, nanoseconds, plain } from './json-values.ts';
import type { RawSpan } from './span.ts';

const kinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

const span = z.looseObject({
  traceId: z.string().max(64),
  spanId: z.string().max(64),
  parentSpanId: z.string().max(64).nullish(),
  name: z.string().nullish(),
  kind: z.union([z.number(), z.string()]).nullish(),
  startTimeUnixNano: nanoseconds.nullish(),
  endTimeUnixNano: nanoseconds.nullish(),
  attributes,
  status: z.looseObject({ code: z.union([z.number(), z.string()]).nullish() }).nullish(),
});

/** The envelope; spans are read one by one, so that a broken one is refused alone. */
export const envelope = z.looseObject({
  resourceSpans: list(
    z.looseObject({
      resource: z.looseObject({ attributes }).nullish(),
      scopeSpans: list(z.looseObject({ spans: list(z.unknown()) })),
    }),
  ),
});

/** Spans of the JSON form of OTLP, null for what is none. */
export function* readJson(body: z.output<typeof envelope>): Generator<RawSpan | null> {
  for (const { resource, scopeSpans } of body.resourceSpans) {
    const own = plain(resource?.attributes ?? []);
    for (const { spans } of scopeSpans) for (const each of spans) yield readSpan(each, own);
  }
}

function readSpan(value: unknown, resource: ReadonlyMap<string, string>): RawSpan | null {
  const parsed = span.safeParse(value);
  if (!parsed.success) return null;
  const { traceId, spanId, parentSpanId, name, kind, startTimeUnixNano, endTimeUnixNano, status } =
    parsed.data;
  return {
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
    parentId: (parentSpanId ?? '').toLowerCase(),
    name: name ?? '',
    kind: typeof kind === 'string' ? kinds.indexOf(kind.replace('SPAN_KIND_', '')) : (kind ?? 0),
    startNs: BigInt(startTimeUnixNano ?? 0),
    endNs: BigInt(endTimeUnixNano ?? 0),
    failed: status?.code === 2 || status?.code === 'STATUS_CODE_ERROR',
    attributes: plain(parsed.data.attributes),
    resource,
  };
}
