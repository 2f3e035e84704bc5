import type { ChannelName } from '@fieldmarshal/contract/delivery';
import { z } from 'zod';

/**
 * What is sent, in the forms the channels need. Where `link` is set, the text `{answer-link}` in any part is replaced by the address of
 * the answer page at the moment of sending, so that no stored message holds a token.
 */
export const message = z.object({
  /** What kind of message this is for a receiving machine, e.g. `page`. */
  type: z
    .string()
    .regex(/^[a-z][a-z0-9.-]*$/)
    .max(60)
    .default('message'),
  subject: z.string().max(500),
  text: z.string().max(20_000),
  html: z.string().max(40_000).optional(),
  /** For machines; `null` where there is nothing. */
  data: z.json().default(null),
});
export type Message = z.output<typeof message>;
type MessageInput = z.input<typeof message>;

export type { ChannelName };

/** One message to one destination. */
export interface NewDelivery {
  /** Idempotency key and the id the receiver sees (Message-ID, `webhook-id`); printable ASCII without spaces, at most 120 characters. */
  readonly key: string;
  readonly channel: ChannelName;
  /** What the channel calls a destination, see `destinationOf`. */
  readonly destination: string;
  readonly message: MessageInput;
  /** What this is about; `cancelDeliveries` finds it by this. */
  readonly regarding: string;
  readonly incidentId?: string;
  /** When it should have gone out, if earlier than now; a message sent more than ten minutes after it is marked late. */
  readonly dueAt?: Date;
  /** `wait`: leaves with others to the same destination where one went there a moment ago. `lead`: never waits, but others do for it. */
  readonly bundle?: 'lead' | 'wait';
  /** One to many, or to nobody who waits for it, such as what customers and trackers are told: leaves by itself, behind whatever is not. */
  readonly bulk?: boolean;
  /** The subject whose answer link fills `{answer-link}`; `SC-7` and `SU-7` are where subscriber 7 confirms and unsubscribes, `SI-…` where a reader of the status page signs in. */
  readonly answerLinkFor?: string;
}
