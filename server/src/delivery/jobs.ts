import { channelName } from '@fieldmarshal/contract/delivery';
import { z } from 'zod';
import { defineTask } from '#platform';

/** Makes one attempt to send one message. */
export const deliverTask = defineTask('delivery.deliver', {
  lane: 'deliver',
  payload: z.object({
    deliveryId: z.string(),
    channel: channelName,
    destination: z.string(),
  }),
});

export function timerKey(deliveryId: string): string {
  return `deliver:${deliveryId}`;
}
