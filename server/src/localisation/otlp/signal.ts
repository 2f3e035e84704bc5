import type { z } from 'zod';
import type { Ctx } from '#platform';
import { linesMax, type RawLine } from '../core/logs/line.ts';
import { envelope, readJson } from '../core/otlp/read-json.ts';
import { logsEnvelope, readLogsJson } from '../core/otlp/read-logs-json.ts';
import { readLogsProtobuf } from '../core/otlp/read-logs-protobuf.ts';
import { readProtobuf } from '../core/otlp/read-protobuf.ts';
import { spanLimits, type RawSpan } from '../core/otlp/span.ts';
import { takeInLines } from '../logs/take-in-lines.ts';
import { takeInSpans } from '../spans/take-in-spans.ts';

type Items<T> = { readonly items: Iterable<T | null> };
type Fault = { readonly path: string; readonly message: string };

/** One of the things that OTLP carries: how it is read, and what becomes of it. */
export interface Signal<T> {
  readonly title: string;
  readonly things: string;
  /** In one request. */
  readonly most: number;
  /** Throws {@link MalformedProtobuf}. */
  readonly readProtobuf: (body: Uint8Array) => Iterable<T>;
  /** Null for what alone makes no sense. */
  readonly readJson: (body: unknown) => Items<T> | Fault;
  readonly takeIn: (
    ctx: Ctx,
    taken: { readonly integration: string; readonly raw: readonly (T | null)[] },
  ) => Promise<{ readonly refused: number }>;
  /** What an answer in JSON calls the number of those refused, and why they were. */
  readonly rejected: string;
  readonly refusal: string;
}

export const traces: Signal<RawSpan> = {
  ...{ title: 'Traces', things: 'spans', most: spanLimits.spans },
  readProtobuf,
  readJson: (body) => within(envelope, body, readJson),
  takeIn: takeInSpans,
  rejected: 'rejectedSpans',
  refusal: 'Spans without ids, without a time, or that end before they begin were left out.',
};

export const logs: Signal<RawLine> = {
  ...{ title: 'Logs', things: 'log records', most: linesMax },
  readProtobuf: readLogsProtobuf,
  readJson: (body) => within(logsEnvelope, body, readLogsJson),
  takeIn: takeInLines,
  rejected: 'rejectedLogRecords',
  refusal: 'Log records without words, or older than a day, were left out.',
};

function within<S extends z.ZodType, T>(
  shape: S,
  body: unknown,
  read: (body: z.output<S>) => Iterable<T | null>,
): Items<T> | Fault {
  const parsed = shape.safeParse(body);
  const [issue] = parsed.error?.issues ?? [];
  if (issue !== undefined) return { path: issue.path.join('.') || '(body)', message: issue.message };
  return { items: parsed.success ? read(parsed.data) : [] };
}
