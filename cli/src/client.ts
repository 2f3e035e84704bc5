import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { contract } from '@fieldmarshal/contract';
import { Refusal } from './failure.ts';

/** What a call may say beside its input. */
interface CallContext {
  /** Idempotency key: the same one again does nothing anew, and is answered as the first was. */
  readonly key?: string;
}

export type Client = ContractRouterClient<typeof contract, CallContext>;

export interface Server {
  readonly url: string;
  readonly token?: string | undefined;
}

const timeoutMs = 120_000;

/** The product API, typed by its contract; refusals come back as {@link Refusal}. */
export function connect(server: Server): Client {
  const { base, token } = reached(server);
  const link = new OpenAPILink<CallContext>(contract, {
    url: `${base}/api/v1`,
    headers: ({ context: { key } }) => ({
      authorization: `Bearer ${token}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    }),
    fetch: async (request) => ask(base, request),
  });
  return createORPCClient(link);
}

/** What stands under `/api/v1` as a file for people, such as a page or Markdown. */
export async function readBytes(server: Server, path: string): Promise<Uint8Array> {
  const { base, token } = reached(server);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await ask(base, new Request(`${base}/api/v1${path}`, { headers }));
  return new Uint8Array(await answer.arrayBuffer());
}

function reached({ url, token }: Server): { base: string; token: string } {
  if (token === undefined || token === '') {
    throw new Refusal(
      'An API token is needed: --token, or FIELDMARSHAL_TOKEN. An administrator makes one under Admin, Tokens.',
    );
  }
  return { base: baseUrl(url), token };
}

function baseUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw new Refusal(`--url must be an http or https address such as http://127.0.0.1:4600, not "${text}".`);
}

async function ask(base: string, request: Request): Promise<Response> {
  const response = await fetch(request, { signal: AbortSignal.timeout(timeoutMs) }).catch(
    (error: unknown) => {
      throw new Refusal(
        `Fieldmarshal at ${base} does not answer (${reasonOf(error)}). Is it running? Another one is named with --url.`,
      );
    },
  );
  if (!response.ok) throw await refusalOf(response);
  return response;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.message;
}

/** What an RFC 9457 problem document says. */
async function refusalOf(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== 'object' || body === null || !('detail' in body) || typeof body.detail !== 'string') {
    return new Refusal(
      `The server answered ${response.status} ${response.statusText}, not in the way Fieldmarshal does.`,
    );
  }
  const faults: unknown[] = 'errors' in body && Array.isArray(body.errors) ? body.errors : [];
  return new Refusal(
    body.detail,
    faults.filter((fault) => isFault(fault)),
  );
}

function isFault(value: unknown): value is Refusal['faults'][number] {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
