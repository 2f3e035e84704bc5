import {
  guardedFetch,
  OutboundError,
  type Env,
  type OutboundRequest,
  type OutboundResponse,
} from '#platform';
import type { Outcome } from '../channel.ts';

const timeoutMs = 10_000;
const responseBytesMax = 10_000;

interface Posting extends Pick<OutboundRequest, 'url' | 'method' | 'headers' | 'body'> {
  /** How the receiver is called in sentences; without secrets. */
  readonly receiver: string;
  /** Whether private addresses may be reached because the operator wrote the address into the configuration. */
  readonly isOperators?: boolean;
  /** What a 2xx means, where it does not simply mean "taken". */
  readonly understand?: (response: OutboundResponse) => Outcome | null;
  /** What another status means, where its number does not say it. */
  readonly refusal?: (response: OutboundResponse) => Outcome | null;
  /** Why it was refused, in a word or two that the receiver's kind defines; never what it wrote at will. */
  readonly reasonOf?: (response: OutboundResponse) => string | null;
}

/** Sends one request and says what became of it; follows no redirect and does not repeat. */
export async function post(env: Env, posting: Posting): Promise<Outcome> {
  const { url, method, headers, body, receiver, isOperators, understand, refusal, reasonOf } = posting;
  const at = env.clock.now();
  try {
    const response = await guardedFetch({
      url,
      method,
      headers: { 'user-agent': 'Fieldmarshal', ...headers },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      responseBytesMax,
      allowPrivate: env.config.allowPrivateAddresses || isOperators === true,
    });
    const isTaken = response.status >= 200 && response.status < 300;
    const special = isTaken ? understand?.(response) : refusal?.(response);
    return special ?? outcomeOf(response, { receiver, at, reason: reasonOf?.(response) ?? null });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.bodySent) return { outcome: 'unknown', detail: `${error.message} It may have arrived.` };
    const permanent = error.kind === 'bad-address' || error.kind === 'refused-address';
    return { outcome: 'failed', permanent, detail: error.message };
  }
}

/** How a web address is called in sentences: without path, since that is often a secret. */
export function originOf(address: string): string {
  return URL.parse(address)?.origin ?? 'an address that is no URL';
}

/** Statuses after which the same request may succeed later. */
const temporaryStatuses = new Set([408, 425, 429]);

interface Asked {
  readonly receiver: string;
  readonly at: Date;
  readonly reason: string | null;
}

function outcomeOf({ status, headers }: OutboundResponse, { receiver, at, reason }: Asked): Outcome {
  if (status >= 200 && status < 300) return { outcome: 'sent', detail: `${receiver} took it (${status}).` };
  if (status >= 300 && status < 400)
    return {
      outcome: 'failed',
      permanent: true,
      detail: `${receiver} answered with a redirect (${status}), which is not followed.`,
    };
  const permanent = status < 500 && !temporaryStatuses.has(status);
  const retryAfterMs = permanent ? undefined : retryAfter(headers['retry-after'], at);
  return {
    outcome: 'failed',
    permanent,
    detail: `${receiver} answered ${status}${reason === null ? '' : ` (${reason})`}${permanent ? ', which another attempt would not change' : ''}.`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function retryAfter(header: string | undefined, at: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - at.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
