import type { TracesSourceSpec } from '@fieldmarshal/contract/knowledge';
import { guardedFetch, OutboundError, type Env, type OutboundResponse } from '#platform';
import { MalformedProtobuf } from '../core/otlp/protobuf.ts';
import { jaegerAnswer, readJaeger } from '../core/otlp/read-jaeger.ts';
import { readProtobuf } from '../core/otlp/read-protobuf.ts';
import { spanLimits, type RawSpan } from '../core/otlp/span.ts';
import type { SourceAccess } from '../sources/access.ts';

const timeoutMs = 2_000;
const answerBytesMax = 16 * 1024 * 1024;

/** Spans of a trace, none where the store has none; or why there is no answer, as a sentence about the store. */
export type TraceAnswer = { readonly spans: readonly (RawSpan | null)[] } | { readonly problem: string };

/**
 * Asks a store for one trace, by the guarded way out: Jaeger for the JSON that its screens read, Tempo for protobuf. Waits 2 s, reads 16 MiB
 * and 20,000 spans at most; never throws for what the store does.
 */
export async function askSource(
  env: Env,
  { spec, access }: { readonly spec: TracesSourceSpec; readonly access: SourceAccess },
  trace: string,
): Promise<TraceAnswer> {
  const { url, api, tenant } = spec;
  if (access.secret === 'missing') return { problem: 'Its password or token is not set.' };
  if (access.secret === 'stale') return { problem: 'Its password or token was set for another address.' };
  try {
    const answer = await guardedFetch({
      url: `${url.replace(/\/+$/u, '')}/api/traces/${trace}`,
      method: 'GET',
      headers: {
        accept: api === 'tempo' ? 'application/protobuf' : 'application/json',
        ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }),
        ...(access.authorization === null ? {} : { authorization: access.authorization }),
      },
      timeoutMs,
      responseBytesMax: answerBytesMax,
      allowPrivate: access.allowPrivate || env.config.allowPrivateAddresses,
    });
    if (answer.status === 404) return { spans: [] };
    if (answer.status !== 200) return { problem: `It answered with HTTP ${answer.status}.` };
    return { spans: first(api === 'tempo' ? readProtobuf(answer.bytes) : ofJaeger(answer)) };
  } catch (error) {
    if (error instanceof OutboundError) return { problem: error.message };
    if (error instanceof MalformedProtobuf || error instanceof SyntaxError)
      return { problem: `Its answer is no trace as ${api} gives it, or is longer than 16 MiB.` };
    throw error;
  }
}

function ofJaeger({ body }: OutboundResponse): Iterable<RawSpan | null> {
  const parsed = jaegerAnswer.safeParse(JSON.parse(body));
  if (!parsed.success) throw new SyntaxError('no trace');
  return readJaeger(parsed.data);
}

function first<T>(spans: Iterable<T>): T[] {
  const found: T[] = [];
  for (const span of spans) {
    if (found.length >= spanLimits.spans) break;
    found.push(span);
  }
  return found;
}
