import { confirmIdentity } from './confirmation/confirmation.ts';
import { noteKept } from './live.ts';

/** What the server refused, as it says it (RFC 9457), ready for `ErrorNote` and for a form. */
export class RequestError extends Error {
  readonly status: number;
  readonly requestId: string | undefined;
  /** What is wrong in which field; `path` as in the request body. */
  readonly faults: readonly { path: string; message: string }[];

  constructor(status: number, message: string, problem: ProblemParts = {}) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.requestId = problem.requestId;
    this.faults = problem.errors ?? [];
  }
}

interface ProblemParts {
  code?: string;
  detail?: string;
  title?: string;
  requestId?: string;
  errors?: readonly { path: string; message: string }[];
}

/** Reads JSON from our own API; its shape is what the contract says. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return ask<T>(path, { signal: signal ?? null });
}

/** Sends a write; the same `key` makes a repetition harmless. */
export async function sendJson<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  write: Write,
): Promise<T> {
  return ask<T>(path, {
    method,
    headers: { 'content-type': 'application/json', 'idempotency-key': write.key ?? newKey() },
    body: write.body === undefined ? null : JSON.stringify(write.body),
  });
}

export interface Write {
  body?: unknown;
  /** Idempotency key; give one to keep it over retries of the same act. */
  key?: string;
}

/** `crypto.randomUUID` needs a secure context, which plain HTTP in a closed network is not. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** A file that the server makes. */
export async function getFile(path: string): Promise<Blob> {
  return ask<Blob>(path, {}, { isFile: true });
}

async function ask<T>(path: string, init: RequestInit, { mayAsk = true, isFile = false } = {}): Promise<T> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new RequestError(0, 'The server cannot be reached. Nothing was changed.');
  });
  const keptAt = Date.parse(response.headers.get('fm-kept-at') ?? '');
  if (!Number.isNaN(keptAt)) noteKept(keptAt);
  if (response.status === 204) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller asked for an answer without a body
    return undefined as T;
  }
  const body: unknown =
    isFile && response.ok ? await response.blob() : await response.json().catch(() => null);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server is ours and checks what it sends
  if (response.ok) return body as T;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const problem = (body ?? {}) as ProblemParts;
  // Refused until the person has shown once more who they are: ask, and send the very same again, once.
  if (problem.code === 'sign-in-again' && mayAsk && (await confirmIdentity()))
    return ask<T>(path, init, { mayAsk: false, isFile });
  throw new RequestError(
    response.status,
    problem.detail ?? problem.title ?? `HTTP ${response.status}`,
    problem,
  );
}
