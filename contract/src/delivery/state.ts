import { z } from 'zod';

/** `unknown`: it may have arrived; sent again under the same id while nobody answered. `delivered`: a receipt says that it arrived. */
export const deliveryState = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'unknown',
  'cancelled',
]);
