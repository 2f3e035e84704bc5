import http from 'node:http';
import https from 'node:https';
import { connect, isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { syntheticHeader } from '@fieldmarshal/playwright/marker';
import type { PrivateReach } from '../egress/address-guard.ts';
import { MonitorFailure, networkFailure } from './failure.ts';
import { addressOf } from './look-up.ts';

export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly verifyCertificate: boolean;
  readonly redirects: number;
  readonly reach: PrivateReach;
  readonly signal: AbortSignal;
  /** W3C Trace Context: by it what an answer cost is found in the traces of those who gave it. */
  readonly traceparent?: string;
}

/** Milliseconds since the start of the first request of the exchange. */
interface Times {
  readonly lookedUp: number;
  readonly connected: number;
  readonly firstByte: number;
  readonly done: number;
}

export interface Answered {
  readonly url: string;
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: number;
  readonly times: Times;
  /** When the certificate of the last hop ends; null without TLS. */
  readonly certificateEnds: Date | null;
}

/** What comes after this is read, counted, and thrown away. */
const bodyBytesMax = 1024 * 1024;
/** More than this is not read to its end. */
const readBytesMax = 32 * 1024 * 1024;

// A new connection for each run: a monitor that reuses one does not see what a new user would. Without TLS there is nothing to keep, and
// an agent's bookkeeping costs as much as the request.
const agent = new https.Agent({ keepAlive: false, maxCachedSessions: 1_000 });

/** One exchange over HTTP; redirects are followed, each address checked as the first was. Any status is an answer. */
export async function exchange(asked: Asked): Promise<Answered> {
  const began = performance.now();
  let next = asked;
  for (let left = asked.redirects; ; left -= 1) {
    const answer = await one(next, began);
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined || left <= 0)
      return answer;
    next = redirected(next, answer, location);
  }
}

function redirected(asked: Asked, { status, url }: Answered, location: string): Asked {
  const to = URL.parse(location, url);
  if (!to) throw new MonitorFailure('product', `${url} redirects to something that is no address`);
  const from = new URL(url);
  const headers = to.origin === from.origin ? asked.headers : harmless(asked.headers);
  const keeps = status === 307 || status === 308 || asked.method === 'HEAD';
  if (keeps && asked.body !== undefined && to.hostname !== from.hostname)
    throw new MonitorFailure('product', `${from.host} sends what was posted to it on to ${to.host}`);
  return { ...asked, url: to.href, headers, ...(keeps ? {} : { method: 'GET', body: undefined }) };
}

/** What was meant for one origin is not shown to another: any header may hold a secret, but for those that say what is wanted. */
function harmless(headers: Asked['headers']): Asked['headers'] {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(accept(-[a-z]+)?|content-type|user-agent)$/i.test(name)),
  );
}

async function one(asked: Asked, began: number): Promise<Answered> {
  const url = URL.parse(asked.url);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new MonitorFailure('test', `${asked.url} is no http or https address`);
  const address = await addressOf(url.hostname, asked.reach, asked.signal);
  const lookedUp = performance.now() - began;
  try {
    return await send(asked, { url, scheme: url.protocol, address, began, lookedUp });
  } catch (error) {
    if (asked.signal.aborted && !(error instanceof MonitorFailure))
      throw networkFailure(new DOMException('', 'TimeoutError'), url.host);
    throw networkFailure(error, url.host);
  }
}

interface Hop {
  readonly url: URL;
  readonly scheme: 'http:' | 'https:';
  readonly address: string;
  readonly began: number;
  readonly lookedUp: number;
}

async function send(asked: Asked, { url, scheme, address, began, lookedUp }: Hop): Promise<Answered> {
  const client = scheme === 'https:' ? https : http;
  const port = url.port === '' ? (scheme === 'https:' ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const body = asked.body === undefined ? undefined : Buffer.from(asked.body);
  const request = client.request({
    ...(scheme === 'https:' ? { agent } : { createConnection: () => connect({ host: address, port }) }),
    host: address,
    port,
    path: `${url.pathname}${url.search}`,
    method: asked.method,
    signal: asked.signal,
    rejectUnauthorized: asked.verifyCertificate,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    headers: {
      'user-agent': 'Fieldmarshal-Monitor/1',
      [syntheticHeader]: '1',
      ...(asked.traceparent === undefined ? {} : { traceparent: asked.traceparent }),
      ...asked.headers,
      host: url.host,
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    },
  });
  let connected = lookedUp;
  let certificateEnds: Date | null = null;
  request.on('socket', (socket) => {
    socket.once(scheme === 'https:' ? 'secureConnect' : 'connect', () => {
      connected = performance.now() - began;
      if (scheme === 'https:') certificateEnds = endOf(socket);
    });
  });
  const response = await new Promise<http.IncomingMessage>((accept, reject) => {
    request.on('response', accept);
    request.on('error', reject);
    request.end(body);
  });
  const firstByte = performance.now() - began;
  const { text, bytes } = await read(response);
  const times = { lookedUp, connected, firstByte, done: performance.now() - began };
  const { statusCode: status = 0, headers } = response;
  return { url: url.href, status, headers, body: text, bytes, times, certificateEnds };
}

function endOf(socket: unknown): Date | null {
  // The agent of https opens TLS sockets only.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { valid_to: end } = (socket as TLSSocket).getPeerCertificate();
  return end === undefined ? null : new Date(end);
}

/** By events: iterating over a stream costs more than all else that is done with a short answer. Rejects where it breaks off. */
function read(response: http.IncomingMessage): Promise<{ text: string; bytes: number }> {
  const kept: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const end = (): void =>
      resolve({ text: Buffer.concat(kept).toString('utf8').replaceAll('\0', ''), bytes });
    response.on('data', (chunk: Buffer) => {
      if (bytes < bodyBytesMax) kept.push(chunk.subarray(0, bodyBytesMax - bytes));
      bytes += chunk.length;
      if (bytes <= readBytesMax) return;
      end();
      response.destroy();
    });
    response.on('end', end);
    response.on('error', reject);
  });
}
