import type { MetricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { loadAccess } from '../sources/access.ts';
import { guardedFetch, OutboundError, type Env } from '#platform';

const answerBytesMax = 4 * 1024 * 1024;

export interface RangeQuery {
  /** Name of the source: by it goes how it may be reached. */
  readonly name: string;
  readonly source: MetricsSourceSpec;
  /** PromQL, filled. */
  readonly query: string;
  /** Milliseconds since 1970, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
  readonly timeoutMs: number;
}

/**
 * Asks a Prometheus-compatible server for a time, by the guarded way out: no redirect, no private address unless the installation or an
 * administrator for this source allows it, at most 4 MiB. Its answer as JSON, or why there is none, as a sentence about the server; never throws for what the server does.
 */
export async function queryRange(
  env: Env,
  { name, source, query, from, to, stepSeconds, timeoutMs }: RangeQuery,
): Promise<{ readonly answer: unknown } | { readonly problem: string }> {
  const access = await loadAccess(env, { kind: 'MetricsSource', name, spec: source });
  if (access.secret === 'missing') return { problem: 'Its password or token is not set.' };
  if (access.secret === 'stale') return { problem: 'Its password or token was set for another address.' };
  const search = new URLSearchParams({
    query,
    start: String(from / 1_000),
    end: String(to / 1_000),
    step: String(stepSeconds),
    timeout: `${timeoutMs / 1_000}s`,
  });
  try {
    const { status, body } = await guardedFetch({
      url: `${source.url.replace(/\/+$/u, '')}/api/v1/query_range?${search.toString()}`,
      method: 'GET',
      headers: {
        accept: 'application/json',
        ...(source.tenant === undefined ? {} : { 'x-scope-orgid': source.tenant }),
        ...(access.authorization === null ? {} : { authorization: access.authorization }),
      },
      timeoutMs,
      responseBytesMax: answerBytesMax,
      allowPrivate: access.allowPrivate || env.config.allowPrivateAddresses,
    });
    if (status === 400 || status === 422)
      return { problem: `It does not understand the query: ${refusalIn(body)}` };
    if (status !== 200) return { problem: `It answered with HTTP ${status}.` };
    return { answer: JSON.parse(body) };
  } catch (error) {
    if (error instanceof OutboundError) return { problem: error.message };
    if (error instanceof SyntaxError) return { problem: 'Its answer is no JSON, or is longer than 4 MiB.' };
    throw error;
  }
}

function refusalIn(body: string): string {
  return (
    /"error"\s*:\s*"((?:[^"\\]|\\.){0,300})/u.exec(body)?.[1]?.replaceAll('\\"', '"') ??
    'it does not say why.'
  );
}
