import { channelName } from '@fieldmarshal/contract/delivery';
import { z } from 'zod';
import { defineFact } from '#platform';

/** The number under which a receipt is told: after every attempt. One that says it did not arrive is a permanent failure. */
export const receiptAttempt = 1_000_000;

const attempt = z.object({
  deliveryId: z.string(),
  key: z.string(),
  /** What the message is about, as its sender named it, e.g. a page id. */
  regarding: z.string(),
  incidentId: z.string().nullable(),
  channel: channelName,
  destination: z.string(),
  /** `unknown`: it may or may not have arrived. `delivered`: a receipt says that it arrived. */
  outcome: z.enum(['sent', 'delivered', 'failed', 'unknown']),
  /** Whether trying the same destination again could not help. */
  permanent: z.boolean(),
  /** Whether this was the last attempt: nothing more is done for this message. */
  settled: z.boolean(),
  /** Counts from 1; 0 where not even the first could begin; {@link receiptAttempt} for a receipt, which follows all of them. */
  attempt: z.number().int(),
  /** One sentence for the timeline. */
  detail: z.string(),
});
export type DeliveryAttempt = z.infer<typeof attempt>;

/** One try ended without success and another will follow by itself. */
export const deliveryAttempted = defineFact('delivery.attempted', attempt);

/** The last try ended: nothing more is done for this message. */
export const deliverySettled = defineFact('delivery.settled', attempt);

/** Somebody answered in the message's own channel, e.g. by a digit in a call. The number that was called answers for its owner. */
export const deliveryAnswered = defineFact(
  'delivery.answered',
  z.object({
    /** What the answer link of the message was for, e.g. a page id. */
    regarding: z.string(),
    answer: z.enum(['acknowledge', 'cannot']),
    channel: z.string(),
  }),
);
