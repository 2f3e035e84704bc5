import { z } from 'zod';
import type { Look } from './watcher.ts';

/** What `/readyz` says; everything else in it is for people. */
const readiness = z.object({
  ready: z.boolean(),
  database: z.string().optional(),
  worker: z.string().optional(),
  overduePages: z.number().nullish(),
});

const answerBytesMax = 64 * 1024;

/** Where readiness is asked for, of an address as a person gives it. */
function readyAddress(url: string): string {
  const parsed = new URL(url);
  if (!parsed.pathname.endsWith('/readyz')) parsed.pathname = `${parsed.pathname.replace(/\/+$/, '')}/readyz`;
  return parsed.href;
}

/** One look at a server. Never throws: whatever is not a healthy Fieldmarshal is something wrong, a wrong address included. */
export async function lookAt(url: string, timeoutMs: number): Promise<Look> {
  try {
    const response = await fetch(readyAddress(url), {
      redirect: 'manual',
      headers: { 'user-agent': 'fieldmarshal-watch', accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return judge(response, await firstBytes(response));
  } catch (error) {
    return `It does not answer: ${reasonOf(error, timeoutMs)}`;
  }
}

function judge(response: Response, body: string): Look {
  const { status, headers } = response;
  if (status >= 300 && status < 400)
    return `It answers with a redirect to ${headers.get('location') ?? 'nowhere'}: is the address right?`;
  const parsed = readiness.safeParse(jsonOf(body));
  if (!parsed.success) return `It answers ${status}, but not as Fieldmarshal does: is the address right?`;
  const { ready, database, worker, overduePages } = parsed.data;
  if (!ready || status !== 200)
    return `It says that it is not ready (status ${status}, database ${database ?? 'unknown'}, worker ${worker ?? 'unknown'})`;
  if ((overduePages ?? 0) > 0) return `${overduePages} of its pages are overdue and nobody was told`;
  return null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function firstBytes(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > answerBytesMax) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing came within ${timeoutMs / 1_000} s`;
  const { cause } = error;
  if (cause instanceof Error)
    return 'code' in cause ? `${String(cause.code)} ${cause.message}`.trim() : cause.message;
  return error.message;
}
