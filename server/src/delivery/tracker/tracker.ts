import type { TrackerSpec } from '@fieldmarshal/contract/tickets';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { readCatalog } from '#catalog';
import type { Env } from '#platform';
import type { Channel, Outcome, Outgoing } from '../channel.ts';
import { originOf, post } from '../outbound/post.ts';
import { webhookBody } from '../webhook/body.ts';
import { serverKey } from '../webhook/server-key.ts';
import { readTrackerKey } from './tracker-key.ts';

type TrackerWebhook = NonNullable<TrackerSpec['webhook']>;

/** A tracker of the catalog; the destination is its name, so that no stored message holds its address or its key. */
export const tracker: Channel = {
  notConfigured: 'There is no tracker of this name any more, or it has no address that is told.',
  routes: async (env, destination) => {
    const spec = (await readCatalog(env)).get('Tracker', destination)?.spec;
    if (spec?.webhook === undefined) return [];
    const { webhook } = spec;
    return [
      {
        receiver: originOf(webhook.url),
        concurrency: 4,
        provider: null,
        send: async (outgoing) => send(env, { spec, webhook, outgoing }),
      },
    ];
  },
};

interface Sending {
  readonly spec: TrackerSpec;
  readonly webhook: TrackerWebhook;
  readonly outgoing: Outgoing;
}

/** Signed as https://www.standardwebhooks.com says; `webhook-id` is the delivery's key on every attempt. */
async function send(env: Env, { spec, webhook, outgoing }: Sending): Promise<Outcome> {
  const { key: id, destination } = outgoing;
  const { state, key } = await readTrackerKey(env, destination, spec);
  if (state === 'missing' || state === 'stale')
    return {
      outcome: 'failed',
      permanent: false,
      detail: `The key of ${destination} is ${state === 'missing' ? 'not set' : 'for another address'}.`,
    };
  const body = bodyOf(webhook, outgoing);
  const at = env.clock.now();
  const secret = (await serverKey(env)).webhookSecret(webhook.url);
  return post(env, {
    url: webhook.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
      ...keyHeader(webhook, key),
    },
    body,
    receiver: originOf(webhook.url),
  });
}

function keyHeader({ keyHeader: name }: TrackerWebhook, key: string | null): Record<string, string> {
  if (name === undefined || key === null) return {};
  return { [name.toLowerCase()]: name.toLowerCase() === 'authorization' ? `Bearer ${key}` : key };
}

/** What is posted: the webhook's own body, or the same in the form of GitHub's repository dispatch. */
function bodyOf({ body: form }: TrackerWebhook, outgoing: Outgoing): string {
  const body = webhookBody(outgoing);
  if (form === 'standard') return body;
  const { type, timestamp, data } = posted.parse(JSON.parse(body));
  return JSON.stringify({ event_type: type, client_payload: { timestamp, ...data } });
}

const posted = z.object({ type: z.string(), timestamp: z.string(), data: z.record(z.string(), z.unknown()) });
