import type { Handler } from '#platform';

export { cancelDeliveries } from './cancel.ts';
export { deliveryAttempted, deliverySettled, type DeliveryAttempt } from './facts.ts';
export type { ChannelName, Message, NewDelivery } from './message.ts';
export { sendMessage, sendMessages } from './send.ts';

export const deliveryHandlers: readonly Handler[] = [];
export const deliveryRoutes = {};
