import type { Env } from '#platform';
import type { Channel, Outgoing } from '../channel.ts';
import { originOf, post } from './post.ts';

/** A channel whose destination is a web address that takes JSON: an incoming webhook of a chat. The path is its secret. */
export function incomingWebhook(bodyOf: (outgoing: Outgoing) => unknown): Channel {
  return {
    notConfigured: 'This channel needs no configuration.',
    routes: async (env, destination) => [
      {
        receiver: originOf(destination),
        concurrency: 4,
        provider: null,
        send: async (outgoing) => deliver(env, outgoing, bodyOf(outgoing)),
      },
    ],
  };
}

async function deliver(env: Env, { key, destination }: Outgoing, body: unknown) {
  return post(env, {
    url: destination,
    method: 'POST',
    // None of the chats knows an idempotency key; a proxy or a relay before them may.
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
    receiver: originOf(destination),
  });
}
