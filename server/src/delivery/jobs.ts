import { channelName } from '@fieldmarshal/contract/delivery';
import { z } from 'zod';
import { defineTask, type Tx } from '#platform';

const attempted = z.object({ deliveryId: z.string(), channel: channelName, destination: z.string() });

/** Makes one attempt to send one message. */
export const deliverTask = defineTask('delivery.deliver', { lane: 'deliver', payload: attempted });

/** The same, for what goes to many, or to nobody who waits for it. */
export const bulkTask = defineTask('delivery.bulk', { lane: 'bulk', payload: attempted });

interface Waiting {
  readonly id: string;
  readonly channel: z.output<typeof channelName>;
  readonly destination: string;
  readonly bulk: boolean;
}

/** `dueAt` left out: at once. */
export function setDeliverTimer(tx: Tx, { id, channel, destination, bulk }: Waiting, dueAt?: Date): void {
  const timer = { key: timerKey(id), payload: { deliveryId: id, channel, destination } };
  tx.setTimer(bulk ? bulkTask : deliverTask, dueAt === undefined ? timer : { ...timer, dueAt });
}

export function timerKey(deliveryId: string): string {
  return `deliver:${deliveryId}`;
}
