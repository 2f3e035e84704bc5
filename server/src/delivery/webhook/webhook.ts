import { Webhook } from 'standardwebhooks';
import type { Env } from '#platform';
import type { Channel, Outcome, Outgoing } from '../channel.ts';
import { guardedFetch, OutboundError, type OutboundResponse } from '../outbound/http-client.ts';
import { serverKey } from './server-key.ts';

const timeoutMs = 10_000;
const responseBytesMax = 2_000;

/** Posts JSON signed as https://www.standardwebhooks.com says: `webhook-id` is the delivery's key on every attempt. */
export const webhook: Channel = {
  send,
  receiverOf: (_env, destination) => originOf(destination),
  concurrency: 8,
};

/** What is posted; the same bytes for every attempt of one delivery, unless it became late meanwhile. */
function bodyOf({ message, createdAt }: Outgoing): string {
  const { type, subject, text, data } = message;
  const facts = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
  return JSON.stringify({ type, timestamp: createdAt.toISOString(), data: { subject, text, ...facts } });
}

async function send(env: Env, outgoing: Outgoing): Promise<Outcome> {
  const key = await serverKey(env);
  const body = bodyOf(outgoing);
  const at = env.clock.now();
  const signature = new Webhook(key.webhookSecret(outgoing.destination)).sign(outgoing.key, at, body);
  try {
    const response = await guardedFetch({
      url: outgoing.destination,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Fieldmarshal',
        'webhook-id': outgoing.key,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature,
      },
      body,
      timeoutMs,
      responseBytesMax,
      allowPrivate: env.config.allowPrivateAddresses,
    });
    return outcomeOf(response, originOf(outgoing.destination), at);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.bodySent) return { outcome: 'unknown', detail: `${error.message} It may have arrived.` };
    const permanent = error.kind === 'bad-address' || error.kind === 'refused-address';
    return { outcome: 'failed', permanent, detail: error.message };
  }
}

/** Statuses after which the same request may succeed later. */
const temporaryStatuses = new Set([408, 425, 429]);

function outcomeOf({ status, headers }: OutboundResponse, receiver: string, at: Date): Outcome {
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
    detail: `${receiver} answered ${status}${permanent ? ', which another attempt would not change' : ''}.`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function retryAfter(header: string | undefined, at: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - at.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

function originOf(destination: string): string {
  return URL.parse(destination)?.origin ?? 'an address that is no URL';
}
