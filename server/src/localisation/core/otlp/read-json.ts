import { z } from 'zod';
import { sound, spanLimits, type RawSpan } from './span.ts';

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
const anyValue = z.looseObject({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  arrayValue: z
    .looseObject({ values: list(z.looseObject({ stringValue: z.string().optional() })) })
    .optional(),
});
const attributes = list(z.looseObject({ key: z.string(), value: anyValue.nullish() }));
// Numbers of this size have lost their last digits; what remains is good to half a microsecond.
const nanoseconds = z.union([
  z.string().regex(/^\d{1,20}$/),
  z
    .number()
    .min(0)
    .max(2 ** 64)
    .transform(Math.floor),
]);
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

function plain(given: z.output<typeof attributes>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of given.slice(0, spanLimits.attributes)) {
    const { stringValue, boolValue, intValue, arrayValue } = value ?? {};
    const text = stringValue ?? boolValue ?? intValue ?? arrayValue?.values[0]?.stringValue;
    if (text !== undefined) found.set(key.slice(0, 200), sound(String(text)));
  }
  return found;
}
