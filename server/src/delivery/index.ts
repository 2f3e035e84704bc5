import { handle, type Handler } from '#platform';
import { deliver } from './sending/deliver.ts';
import { deliverTask } from './jobs.ts';
import { deliveryRetention } from './retention.ts';
import { sweep, sweepTask } from './sending/sweep.ts';

export { cancelDeliveries, dropUnsent } from './cancel.ts';
export { deliveryAttempted, deliverySettled, type DeliveryAttempt } from './facts.ts';
export { deliveryHealth } from './health.ts';
export type { ChannelName, NewDelivery } from './message.ts';
export { deliveryRoutes } from './routes.ts';
export { guardedFetch } from './outbound/http-client.ts';
export { sendMessages } from './send.ts';
export { attemptsBetween } from './store.ts';
export { serverKey, tokenHash, type ServerKey } from './webhook/server-key.ts';
export { readContacts, type Contacts } from './contacts/contacts.ts';
export { testSend } from './test-send.ts';

export const deliveryHandlers: readonly Handler[] = [
  handle(deliverTask, deliver),
  handle(sweepTask, sweep),
  deliveryRetention,
];
