import {
  pullAnswer,
  renewAnswer,
  resultsAnswer,
  runnerPath,
  type NewRunReport,
  type Order,
  type PullAnswer,
} from '@fieldmarshal/contract/checks';
import { z } from 'zod';
import type { KeptKeys } from '../secrets/kept-keys.ts';
import { runnerKeys } from '../secrets/sealed.ts';

/** What {@link pullInput} takes. */
interface Pull {
  readonly version: string;
  readonly wants: { readonly e2e: number; readonly monitors: number };
  readonly waitMs: number;
  readonly state: {
    readonly running: number;
    readonly spooled: number;
    readonly cpuRatio: number | null;
    readonly memoryRatio: number | null;
    readonly problems: readonly string[];
  };
}

/** The token is unknown, revoked, or may not do this: asking again does not help. */
export class Turned extends Error {}
/** Nothing was taken; ask again later. */
export class Away extends Error {}
/** The server understood and does not want it. */
export class Unwanted extends Error {}
/** It is more than somebody on the way, or the server, takes at once. */
export class TooLarge extends Unwanted {}

type Pulled = Omit<PullAnswer, 'orders'> & { readonly orders: readonly Order[] };

export interface Client {
  readonly url: string;
  /** Orders with their secrets opened. */
  pull(pull: Pull, stop: AbortSignal): Promise<Pulled>;
  renew(runs: readonly { id: string; attempt: number }[]): Promise<z.output<typeof renewAnswer>>;
  report(reports: readonly NewRunReport[]): Promise<z.output<typeof resultsAnswer>>;
  putArtefact(run: string, artefact: { name: string; contentType: string; bytes: Uint8Array }): Promise<void>;
  bundle(digest: string, bytesMax: number): Promise<Buffer>;
}

const answerMs = 60_000;
/** As long as the server waits for an upload over a slow link. */
const uploadMs = 20 * 60_000;

interface ClientPlan {
  readonly url: string;
  readonly token: string;
  /** By default new ones, which nobody has again. */
  readonly keys?: KeptKeys;
}

/** The protocol of `runner-protocol.ts`, always from here outwards. Refusals come as one of the three errors above. */
export function runnerClient({ url, token, keys: given }: ClientPlan): Client {
  const base = `${url.replace(/\/+$/, '')}${runnerPath}`;
  const headers = { authorization: `Bearer ${token}` };
  const post = async <T>(path: string, { body, shape, stop, waitMs = 0 }: Post<T>): Promise<T> => {
    const response = await ask(`${base}/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: within(answerMs + waitMs, stop),
    });
    const parsed = shape.safeParse(await json(response));
    if (!parsed.success) throw new Away(`The server answered ${path} in a way that is not known here.`);
    return parsed.data;
  };
  const { keys, isKept: keyIsKept } = given ?? { keys: runnerKeys(), isKept: false };
  const clock = (): string => new Date().toISOString();
  return {
    url,
    pull: async (pull, stop) => {
      const body = { ...pull, key: keys.publicKey, keyIsKept, clock: clock() };
      const answer = await post('pull', { body, shape: pullAnswer, stop, waitMs: pull.waitMs });
      return { ...answer, orders: answer.orders.map((order) => keys.open(order)) };
    },
    renew: (runs) => post('renew', { body: { runs }, shape: renewAnswer }),
    report: (reports) => post('results', { body: { clock: clock(), reports }, shape: resultsAnswer }),
    putArtefact: async (run, { name, contentType, bytes }) => {
      const response = await ask(`${base}/runs/${run}/artefacts/${encodeURIComponent(name)}`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': contentType },
        body: Buffer.from(bytes),
        signal: within(uploadMs),
      });
      await response.body?.cancel();
    },
    bundle: async (digest, bytesMax) => {
      const response = await ask(`${base}/bundles/${digest}`, { headers, signal: within(answerMs * 5) });
      return read(response, bytesMax);
    },
  };
}

interface Post<T> {
  body: unknown;
  shape: z.ZodType<T>;
  stop?: AbortSignal;
  waitMs?: number;
}

function within(ms: number, stop?: AbortSignal): AbortSignal {
  const limit = AbortSignal.timeout(ms);
  return stop ? AbortSignal.any([stop, limit]) : limit;
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'error' }).catch((error: unknown) => {
    throw new Away(reasonOf(error));
  });
  if (response.ok) return response;
  const words = wordsOf(await response.text().catch(() => ''));
  if (response.status === 401 || response.status === 403) throw new Turned(words);
  if (response.status === 413) throw new TooLarge(`413 ${words}`);
  if (isRefusal(response)) throw new Unwanted(`${response.status} ${words}`);
  throw new Away(`${response.status} ${words}`);
}

/** What a person reads of a refusal: of the server's own the sentence alone. */
function wordsOf(text: string): string {
  try {
    const { detail } = z.object({ detail: z.string() }).parse(JSON.parse(text));
    return detail.slice(0, 500);
  } catch {
    return text.slice(0, 500);
  }
}

/**
 * Whether the server itself says no, in the form of its errors (RFC 9457). A proxy with a page of its own, or a path that is gone while
 * something is set up anew, says nothing about what was sent: it is kept and sent again.
 */
function isRefusal({ status, headers }: Response): boolean {
  const isProblem = /^application\/problem\+json\b/i.test(headers.get('content-type') ?? '');
  return isProblem && status >= 400 && status < 500 && status !== 429 && status !== 408;
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new Away(reasonOf(error));
  }
}

async function read(response: Response, bytesMax: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > bytesMax) throw new Unwanted(`It is larger than ${bytesMax} bytes.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Unwanted ? error : new Away(reasonOf(error));
  }
  return Buffer.concat(chunks);
}

/** The last cause is what happened: `ECONNREFUSED`, or that a proxy answered 407, which `fetch` wraps three times. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  let last = error;
  for (let depth = 0; depth < 5 && last.cause instanceof Error; depth += 1) last = last.cause;
  const code = 'code' in last ? last.code : undefined;
  return typeof code === 'string' && !code.startsWith('UND_ERR') ? code : last.message;
}
