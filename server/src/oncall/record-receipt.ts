import type { Ctx } from '#platform';
import type { DeliveryAttempt } from '#delivery';

/** Takes in what became of a message (`delivery.attempted` and `delivery.settled`); messages that are not pages are ignored. */
export async function recordReceipt(
  _ctx: Ctx,
  _attempt: DeliveryAttempt & { settled: boolean },
): Promise<void> {
  throw new Error('in progress');
}
