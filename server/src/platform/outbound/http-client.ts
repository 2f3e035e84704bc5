import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { mayConnect } from '@fieldmarshal/runner/egress';
import { proxyFor, tlsOptionsFor } from './outbound-settings.ts';
import { throughProxy } from './proxy.ts';
import { traced } from '../telemetry/tracing.ts';

export interface OutboundRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For everything from name lookup to the last byte. */
  readonly timeoutMs: number;
  /** What comes after this is not read. */
  readonly responseBytesMax: number;
  /** Whether private and loopback addresses may be reached; metadata and other special addresses never are. */
  readonly allowPrivate: boolean;
}

export interface OutboundResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** As UTF-8. */
  readonly body: string;
  readonly bytes: Buffer;
}

/** Why no answer came. `bodySent`: everything had left, so the other side may have acted on it. */
export class OutboundError extends Error {
  readonly kind: 'bad-address' | 'refused-address' | 'unresolved' | 'unreachable' | 'timeout';
  readonly bodySent: boolean;

  constructor(kind: OutboundError['kind'], message: string, bodySent = false) {
    super(message);
    this.name = 'OutboundError';
    this.kind = kind;
    this.bodySent = bodySent;
  }
}

const agents = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 64 }),
};
/** How many addresses of a name are tried before it counts as unreachable. */
const addressesMax = 3;

/**
 * The one way out of the server over HTTP. Resolves the name once, refuses it when any of its addresses may not be reached, connects to
 * the very addresses that were checked, or goes through the configured proxy, follows no redirect. Throws {@link OutboundError}; any HTTP status is an answer, not an error.
 */
export async function guardedFetch(request: OutboundRequest): Promise<OutboundResponse> {
  // The host only: the path is mostly a secret.
  const attributes = { 'server.address': URL.parse(request.url)?.hostname ?? '' };
  return traced({ name: request.method, kind: 'CLIENT', attributes }, async () =>
    fetchOnce({ request, read: readAnswer }),
  );
}

/**
 * {@link guardedFetch} for answers that come bit by bit: the body is there to be read while it arrives, fails when it takes longer than
 * `timeoutMs` or `signal` says so, and ends at `responseBytesMax`.
 */
export async function guardedStream(request: OutboundRequest, signal?: AbortSignal): Promise<Response> {
  return fetchOnce({ request, read: streamAnswer, signal });
}

/** What becomes of an answer whose head has come. */
type Read<T> = (response: http.IncomingMessage, bytesMax: number) => Promise<T>;

async function fetchOnce<T>({
  request,
  read,
  signal,
}: {
  readonly request: OutboundRequest;
  readonly read: Read<T>;
  readonly signal?: AbortSignal | undefined;
}): Promise<T> {
  const url = parse(request.url);
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const deadline = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  const proxy = proxyFor(hostOf(url));
  if (proxy !== null) return exchangeThrough(proxy, { request, url, address: '', deadline, read });
  const addresses = await resolve(url, request.allowPrivate, deadline);
  let failure: unknown;
  for (const address of addresses.slice(0, addressesMax)) {
    try {
      return await exchange({ request, url, address, deadline, read });
    } catch (error) {
      failure = error;
      if (!(error instanceof OutboundError) || error.kind !== 'unreachable' || error.bodySent) throw error;
    }
  }
  throw failure;
}

/**
 * Through a proxy: it looks up names that we cannot, and connects. What we can tell ourselves we do: a literal address, or a name that
 * resolves here, must be one that may be reached.
 */
async function exchangeThrough<T>(proxy: URL, call: Exchange<T>): Promise<T> {
  const { request, url, deadline } = call;
  try {
    await resolve(url, request.allowPrivate, deadline);
  } catch (error) {
    if (!(error instanceof OutboundError) || error.kind !== 'unresolved') throw error;
  }
  let route: Route;
  try {
    route = await throughProxy(proxy, url, deadline);
  } catch (error) {
    if (deadline.aborted)
      throw new OutboundError('timeout', `The proxy ${proxy.host} did not answer in time.`);
    throw new OutboundError(
      'unreachable',
      `${url.host} cannot be reached through the proxy ${proxy.host}: ${reasonOf(error)}.`,
    );
  }
  return exchange({ ...call, route });
}

type Route = Awaited<ReturnType<typeof throughProxy>>;
type Scheme = keyof typeof agents;
type Target = URL & { protocol: Scheme };

function parse(text: string): Target {
  const url = URL.parse(text);
  if (!url || !isTarget(url))
    throw new OutboundError('bad-address', 'The address is not an http or https URL.');
  if (url.username !== '' || url.password !== '')
    throw new OutboundError('bad-address', 'The address must not carry a user name or password.');
  return url;
}

function isTarget(url: URL): url is Target {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

async function resolve(url: URL, allowPrivate: boolean, deadline: AbortSignal): Promise<string[]> {
  return checkedAddresses(hostOf(url), allowPrivate, deadline);
}

function hostOf(url: URL): string {
  return url.hostname.replaceAll(/^\[|\]$/g, '');
}

/** The addresses of a host, all of which may be connected to; for protocols other than HTTP. Throws {@link OutboundError}. */
export async function checkedAddresses(
  host: string,
  allowPrivate: boolean,
  deadline: AbortSignal,
): Promise<string[]> {
  const addresses = isIP(host) === 0 ? await addressesOf(host, deadline) : [host];
  const refused = addresses.find((address) => !mayConnect(address, allowPrivate));
  if (refused !== undefined)
    throw new OutboundError(
      'refused-address',
      `${host} is at ${refused}, and this server does not connect to private or special addresses.`,
    );
  return addresses;
}

async function addressesOf(host: string, deadline: AbortSignal): Promise<string[]> {
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener(
      'abort',
      () => reject(new OutboundError('timeout', `Looking up ${host} took too long.`)),
      {
        once: true,
      },
    );
  });
  const found = lookup(host, { all: true, verbatim: true }).catch(() => {
    throw new OutboundError('unresolved', `The name ${host} cannot be resolved.`);
  });
  return (await Promise.race([found, late])).map(({ address }) => address);
}

interface Exchange<T> {
  readonly read: Read<T>;
  readonly request: OutboundRequest;
  readonly url: Target;
  readonly address: string;
  readonly deadline: AbortSignal;
  /** Where a proxy leads there: how. */
  readonly route?: Route;
}

async function exchange<T>(call: Exchange<T>, mayRepeat = true): Promise<T> {
  const { request, url, address, deadline, route } = call;
  const client = url.protocol === 'https:' ? https : http;
  const payload = request.body === undefined ? undefined : Buffer.from(request.body);
  const outgoing = client.request({
    agent: agents[url.protocol],
    host: address,
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method: request.method,
    signal: deadline,
    ...(isIP(hostOf(url)) === 0 ? { servername: url.hostname } : {}),
    ...(url.protocol === 'https:' ? tlsOptionsFor(hostOf(url)) : {}),
    ...route,
    headers: {
      ...request.headers,
      ...route?.headers,
      host: url.host,
      ...(payload === undefined ? {} : { 'content-length': String(payload.length) }),
    },
  });
  let bodySent = false;
  outgoing.on('finish', () => {
    bodySent = true;
  });
  try {
    const response = await new Promise<http.IncomingMessage>((accept, reject) => {
      outgoing.on('response', accept);
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
    return await call.read(response, request.responseBytesMax);
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    // The other side closed an idle connection at the moment we reused it: nothing was read there, so asking again is safe.
    if (mayRepeat && outgoing.reusedSocket && isReset(error)) return exchange(call, false);
    if (deadline.aborted)
      throw new OutboundError(
        'timeout',
        `${url.host} did not answer within ${request.timeoutMs / 1000} s.`,
        bodySent,
      );
    throw new OutboundError(
      'unreachable',
      `${url.host} cannot be reached: ${reasonOf(error)}.`,
      connected(outgoing) && bodySent,
    );
  }
}

function connected(outgoing: http.ClientRequest): boolean {
  return (outgoing.socket?.bytesWritten ?? 0) > 0;
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'connection failed';
  const code = 'code' in error ? String(error.code) : '';
  const known: Record<string, string> = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection cut',
    EHOSTUNREACH: 'no route',
    ENETUNREACH: 'no network',
    EPIPE: 'connection cut',
  };
  return known[code] ?? (error.message.slice(0, 200) || 'connection failed');
}

async function readAnswer(response: http.IncomingMessage, bytesMax: number): Promise<OutboundResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  await new Promise<void>((done) => {
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= bytesMax) response.destroy();
    });
    // The status is the answer; a body that breaks off does not take it back.
    response.on('error', () => done());
    response.on('close', () => done());
    response.on('end', () => done());
  });
  const bytes = Buffer.concat(chunks).subarray(0, bytesMax);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: bytes.toString('utf8'),
    bytes,
  };
}

async function streamAnswer(response: http.IncomingMessage, bytesMax: number): Promise<Response> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let left = bytesMax;
    for await (const chunk of response) {
      // Without an encoding set, a message gives buffers.
      const part = (chunk as Buffer).subarray(0, left); // oxlint-disable-line typescript/no-unsafe-type-assertion
      left -= part.length;
      yield new Uint8Array(part);
      if (left <= 0) return;
    }
  }
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  const status = response.statusCode ?? 502;
  const hasBody = status !== 204 && status !== 304;
  return Promise.resolve(new Response(hasBody ? webStream(bytes()) : null, { status, headers }));
}

/** The stream of Node is that of the web; its types are not. */
function webStream(bytes: AsyncGenerator<Uint8Array>): BodyInit {
  return Readable.toWeb(Readable.from(bytes, { objectMode: false })) as unknown as BodyInit; // oxlint-disable-line typescript/no-unsafe-type-assertion
}
