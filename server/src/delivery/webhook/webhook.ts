import { Webhook } from 'standardwebhooks';
import type { Env } from '#platform';
import type { Channel, Outcome, Outgoing } from '../channel.ts';
import { originOf, post } from '../outbound/post.ts';
import { webhookBody } from './body.ts';
import { serverKey } from './server-key.ts';

/** Posts JSON signed as https://www.standardwebhooks.com says: `webhook-id` is the delivery's key on every attempt. */
export const webhook: Channel = {
  notConfigured: 'Webhooks need no configuration.',
  routes: async (env, destination) => [
    {
      receiver: originOf(destination),
      concurrency: 8,
      provider: null,
      send: async (outgoing) => send(env, outgoing),
    },
  ],
};

async function send(env: Env, outgoing: Outgoing): Promise<Outcome> {
  const key = await serverKey(env);
  const body = webhookBody(outgoing);
  const at = env.clock.now();
  const signature = new Webhook(key.webhookSecret(outgoing.destination)).sign(outgoing.key, at, body);
  return post(env, {
    url: outgoing.destination,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': outgoing.key,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
    },
    body,
    receiver: originOf(outgoing.destination),
  });
}
