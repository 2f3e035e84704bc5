import { createHash } from 'node:crypto';
import webPush from 'web-push';
import { z } from 'zod';
import type { Env } from '#platform';
import type { Channel, Outcome, Outgoing } from '../channel.ts';
import { cut } from '../core/plain.ts';
import { originOf, post } from '../outbound/post.ts';
import { loadDevice, type Device } from './device-store.ts';
import { forgetDevice } from './forget-device.ts';
import { vapidKeys } from './vapid.ts';

/** How long a push service keeps it for a device that is away: after that it is about something old. */
const keepS = 3_600;
/** A push service takes 4,096 octets of encrypted payload. */
const payloadBytesMax = 3_800;

/** Web Push (RFC 8030, 8188, 8291, 8292). The destination is a device a person has subscribed. */
export const push: Channel = {
  notConfigured: 'This device does not take notifications any more.',
  routes: async (env, destination) => {
    const device = await loadDevice(env.databases.worker, destination);
    if (!device) return [];
    return [
      {
        receiver: originOf(device.endpoint),
        concurrency: 4,
        provider: null,
        send: async (outgoing) => send(env, device, outgoing),
      },
    ];
  },
};

async function send(env: Env, device: Device, outgoing: Outgoing): Promise<Outcome> {
  const receiver = originOf(device.endpoint);
  const request = webPush.generateRequestDetails(
    { endpoint: device.endpoint, keys: { p256dh: device.p256dh, auth: device.auth } },
    payloadOf(outgoing),
    {
      vapidDetails: { subject: contactOf(env), ...(await vapidKeys(env)) },
      TTL: keepS,
      urgency: 'high',
      // A second sending replaces the first while the device is away.
      topic: createHash('sha256').update(outgoing.key).digest('base64url').slice(0, 32),
      contentEncoding: 'aes128gcm',
    },
  );
  const outcome = await post(env, {
    url: device.endpoint,
    method: 'POST',
    headers: request.headers,
    ...(request.body === null ? {} : { body: request.body }),
    receiver,
    refusal: ({ status }) =>
      status === 404 || status === 410 ? { outcome: 'failed', permanent: true, detail: expired } : null,
  });
  if (outcome.detail === expired) await forgetDevice(env, device);
  return outcome;
}

const expired =
  'The push service says that this device is no longer subscribed. It was removed from the list.';

const facts = z.object({
  incidentUrl: z.string().optional(),
  severity: z.string().nullable().optional(),
  shadow: z.boolean().optional(),
});

/** What the service worker shows. Addresses without origin: the worker belongs to one. */
function payloadOf({ key, message }: Outgoing): string {
  const { type, subject, text, answerLink, data } = message;
  const known = facts.safeParse(data);
  const payload = (letters: number): string =>
    JSON.stringify({
      type,
      tag: key,
      title: subject,
      body: cut(text.replace(answerLink ?? '\0', '').trim(), letters),
      severity: known.success ? (known.data.severity ?? null) : null,
      shadow: known.success && known.data.shadow === true,
      open: pathOf(known.success ? known.data.incidentUrl : undefined),
      answer: pathOf(answerLink ?? undefined),
    });
  let letters = 1_000;
  while (Buffer.byteLength(payload(letters)) > payloadBytesMax && letters > 50)
    letters = Math.floor(letters / 2);
  return payload(letters);
}

function pathOf(address: string | undefined): string | null {
  return URL.parse(address ?? '')?.pathname ?? null;
}

/** Whom a push service may ask about us: it wants an https or mailto address. */
function contactOf({ config }: Env): string {
  if (config.publicUrl?.startsWith('https://')) return config.publicUrl;
  const address = /<([^<>\s]+@[^<>\s]+)>/.exec(config.mailFrom)?.[1];
  return `mailto:${address ?? 'fieldmarshal@localhost'}`;
}
