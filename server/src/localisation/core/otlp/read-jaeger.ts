import { z } from 'zod';
import { sound, spanLimits, type RawSpan } from './span.ts';

const tag = z.looseObject({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});
const tags = z
  .array(z.unknown())
  .nullish()
  .transform((given) => {
    const found = new Map<string, string>();
    for (const each of (given ?? []).slice(0, spanLimits.attributes)) {
      const read = tag.safeParse(each).data;
      if (read?.value != null) found.set(read.key.slice(0, 200), sound(String(read.value)));
    }
    return found;
  });

const microseconds = z.number().int().min(0);
const span = z.looseObject({
  traceID: z.string().max(64),
  spanID: z.string().max(64),
  parentSpanID: z.string().max(64).nullish(),
  operationName: z.string().nullish(),
  references: z
    .array(z.looseObject({ refType: z.string(), traceID: z.string(), spanID: z.string().max(64) }))
    .nullish(),
  startTime: microseconds,
  duration: microseconds,
  tags,
  processID: z.string().nullish(),
});

/** The answer of `GET /api/traces/{id}` of a Jaeger; spans are read one by one, so that a broken one is left out alone. */
export const jaegerAnswer = z.looseObject({
  data: z
    .array(
      z.looseObject({
        spans: z.array(z.unknown()).nullish(),
        processes: z.record(z.string(), z.looseObject({ serviceName: z.string().nullish(), tags })).nullish(),
      }),
    )
    .nullish(),
});

const kinds: Readonly<Record<string, number>> = {
  internal: 1,
  server: 2,
  client: 3,
  producer: 4,
  consumer: 5,
};

/** Spans of the JSON that Jaeger's own screens read, null for what is none. */
export function* readJaeger({ data }: z.output<typeof jaegerAnswer>): Generator<RawSpan | null> {
  for (const { spans, processes } of data ?? [])
    for (const each of spans ?? []) {
      const read = span.safeParse(each).data;
      if (read === undefined) {
        yield null;
        continue;
      }
      const process = processes?.[read.processID ?? ''];
      yield spanOf(
        read,
        new Map([...(process?.tags ?? []), ['service.name', sound(process?.serviceName ?? '')]]),
      );
    }
}

function spanOf(read: z.output<typeof span>, resource: ReadonlyMap<string, string>): RawSpan {
  const { traceID, spanID, parentSpanID, operationName, references, startTime, duration, tags: own } = read;
  const parent = references?.find(({ refType, traceID: of }) => refType === 'CHILD_OF' && of === traceID);
  return {
    traceId: padded(traceID, 32),
    spanId: padded(spanID, 16),
    parentId: padded(parent?.spanID ?? parentSpanID ?? '', 16),
    name: operationName ?? '',
    kind: kinds[own.get('span.kind') ?? ''] ?? 0,
    startNs: BigInt(startTime) * 1000n,
    endNs: BigInt(startTime + duration) * 1000n,
    failed: own.get('error') === 'true' || own.get('otel.status_code') === 'ERROR',
    attributes: own,
    resource,
  };
}

/** Jaeger leaves leading noughts out; an id that is not there stays empty. */
function padded(id: string, length: number): string {
  return id === '' ? '' : id.toLowerCase().padStart(length, '0');
}
