import type { LogsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { guardedFetch, OutboundError, type Env } from '#platform';
import type { RawLine } from '../core/logs/line.ts';
import { readLoki } from '../core/logs/read-loki.ts';
import { loadAccess } from '../sources/access.ts';

const timeoutMs = 2_000;
const answerBytesMax = 8 * 1024 * 1024;
/** Of each stretch of time; a Loki gives no more as it comes. */
const linesMax = 5_000;

interface LokiQuery {
  readonly name: string;
  readonly spec: LogsSourceSpec;
  /** LogQL, filled. */
  readonly query: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export type LokiAnswer = { readonly lines: readonly RawLine[] } | { readonly problem: string };

/**
 * Asks a Loki for the newest lines of a stretch of time, by the guarded way out: waits 2 s, reads 5,000 lines and 8 MiB at most. Why there
 * is no answer is a sentence about the store; never throws for what it does.
 */
export async function askLoki(env: Env, { name, spec, query, from, to }: LokiQuery): Promise<LokiAnswer> {
  const access = await loadAccess(env, { kind: 'LogsSource', name, spec });
  if (access.secret === 'missing') return { problem: 'Its password or token is not set.' };
  if (access.secret === 'stale') return { problem: 'Its password or token was set for another address.' };
  const search = new URLSearchParams({
    query,
    start: `${from}000000`,
    end: `${to}000000`,
    limit: String(linesMax),
    direction: 'backward',
  });
  try {
    const { status, body } = await guardedFetch({
      url: `${spec.url.replace(/\/+$/u, '')}/loki/api/v1/query_range?${search.toString()}`,
      method: 'GET',
      headers: {
        accept: 'application/json',
        ...(spec.tenant === undefined ? {} : { 'x-scope-orgid': spec.tenant }),
        ...(access.authorization === null ? {} : { authorization: access.authorization }),
      },
      timeoutMs,
      responseBytesMax: answerBytesMax,
      allowPrivate: access.allowPrivate || env.config.allowPrivateAddresses,
    });
    if (status === 400) return { problem: `It does not understand the query: ${body.slice(0, 200)}` };
    if (status !== 200) return { problem: `It answered with HTTP ${status}.` };
    const lines = readLoki(JSON.parse(body), spec.productLabel);
    return lines === null ? { problem: 'It did not answer with lines of a log.' } : { lines };
  } catch (error) {
    if (error instanceof OutboundError) return { problem: error.message };
    if (error instanceof SyntaxError) return { problem: 'Its answer is no JSON, or is longer than 8 MiB.' };
    throw error;
  }
}
