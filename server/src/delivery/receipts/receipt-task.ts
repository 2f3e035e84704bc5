import { z } from 'zod';
import { defineTask } from '#platform';

/** Takes in what a provider says became of a message; by the delivery's key, or by the provider's own id. */
export const receiptTask = defineTask('delivery.receipt', {
  lane: 'page',
  payload: z.object({
    provider: z.string(),
    externalId: z.string(),
    receipt: z.enum(['delivered', 'undelivered']),
    detail: z.string(),
  }),
});

export function receiptTimerKey(provider: string, externalId: string): string {
  return `receipt:${provider}:${externalId}`;
}
