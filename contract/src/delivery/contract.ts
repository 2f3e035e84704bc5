import { oc } from '@orpc/contract';
import { z } from 'zod';
import { webAddress } from '../described.ts';
import { instant, objectName } from '../name.ts';
import { page, pageQuery } from '../page.ts';
import { channelName } from './channel.ts';
import { providerView, putProviderInput, testedProvider, testProviderInput } from './provider.ts';
import { deliveryState } from './state.ts';

const channel = channelName;
const byName = z.strictObject({ name: objectName });

/** Null while the attempt is under way. */
export const attemptOutcome = z.enum(['sent', 'failed', 'unknown']).nullable();

export const delivery = z.object({
  id: z.string(),
  /** What the receiver sees as Message-ID or `webhook-id`; the same on every attempt. */
  key: z.string(),
  channel,
  destination: z.string(),
  /** What it is about, e.g. the id of a page. */
  regarding: z.string(),
  incidentId: z.string().nullable(),
  state: deliveryState,
  /** The last thing that happened to it, as a sentence. */
  detail: z.string(),
  dueAt: instant,
  createdAt: instant,
  /** Null while more will be done. */
  settledAt: instant.nullable(),
  attempts: z.array(
    z.object({
      attempt: z.number().int(),
      startedAt: instant,
      endedAt: instant.nullable(),
      outcome: attemptOutcome,
      permanent: z.boolean(),
      detail: z.string(),
    }),
  ),
});
export type Delivery = z.infer<typeof delivery>;

export const deliveryList = page(delivery);
export const deliveryListInput = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a cursor of this list')
    .optional(),
  state: deliveryState.optional(),
  channel: channel.optional(),
  regarding: z.string().max(200).optional(),
  incident: z.string().max(100).optional(),
});

export const testSendInput = z.union([
  z.strictObject({ person: z.string().min(1).max(63) }),
  z.strictObject({ channel: z.literal('email'), destination: z.email().max(254) }),
  z.strictObject({ channel: z.literal('webhook'), destination: webAddress }),
]);

const route = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['deliveries'] });

/** The HTTP contract of delivery; mounted under `/api/v1`. */
export const deliveryContract = {
  list: route('GET', '/deliveries', 'What was sent, is being sent and could not be sent')
    .input(deliveryListInput)
    .output(deliveryList),
  test: route('POST', '/deliveries/test', 'Send a test to a person or a destination')
    .input(testSendInput)
    .output(
      z.object({
        /** Ask for it with `GET /deliveries?regarding=`. */
        regarding: z.string(),
        sentTo: z.array(z.object({ channel, destination: z.string() })),
      }),
    ),
  signingSecret: route('GET', '/deliveries/signing-secret', 'The Standard Webhooks secret of one receiver')
    .input(z.object({ url: webAddress }))
    .output(z.object({ url: z.string(), secret: z.string() })),
  health: route('GET', '/deliveries/health', 'Whether the ways out are usable')
    .input(z.object({}))
    .output(
      z.object({
        email: z.enum(['configured', 'not configured']),
        openCircuits: z.array(z.object({ receiver: z.string(), detail: z.string() })),
      }),
    ),
  providers: route('GET', '/deliveries/providers', 'Accounts and servers through which messages are sent')
    .input(z.object({}))
    .output(z.object({ items: z.array(providerView) })),
  putProvider: route('PUT', '/deliveries/providers/{name}', 'Set up a provider')
    .input(putProviderInput)
    .output(byName),
  bounce: route('POST', '/deliveries/bounces', 'Take a mail that came back: its page goes on at once')
    .input(
      z.object({
        /** The whole mail as it came (RFC 3464); its first 256 KiB are enough. */
        mail: z
          .string()
          .min(1)
          .max(256 * 1024),
      }),
    )
    .output(
      z.object({
        /** False for a mail that says nothing final of one that was sent from here; nothing was changed. */
        taken: z.boolean(),
        why: z.string(),
      }),
    ),
  deleteProvider: route('DELETE', '/deliveries/providers/{name}', 'Remove a provider')
    .input(byName)
    .output(byName),
  testProvider: route('POST', '/deliveries/providers/{name}/test', 'Send a test through one provider now')
    .input(testProviderInput)
    .output(testedProvider),
};
