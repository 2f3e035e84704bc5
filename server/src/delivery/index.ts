import { handle, type Config, type Env, type Handler } from '#platform';
import { testPagePlugin } from './contacts/test-page.ts';
import { deliver } from './sending/deliver.ts';
import { bulkTask, deliverTask } from './jobs.ts';
import { deliveryRetention } from './retention.ts';
import { fileProviders } from './providers/file-providers.ts';
import { receiptTask } from './receipts/receipt-task.ts';
import { takeProviderReceipt } from './receipts/take-receipt.ts';
import { twilioPlugin } from './receipts/twilio-callbacks.ts';
import { sweep, sweepTask } from './sending/sweep.ts';
import { closeSmppSessions } from './smpp/smpp.ts';

export { cancelDeliveries, cancelMessagesTo, dropUnsent } from './cancel.ts';
export { deliveryAnswered, deliveryAttempted, deliverySettled, type DeliveryAttempt } from './facts.ts';
export { openCircuits } from './health.ts';
export type { ChannelName, NewDelivery } from './message.ts';
export { mailServerProblem, pushServices, reachProblem } from './reach.ts';
export { deliveryRoutes } from './routes.ts';
export { sealedProviders } from './providers/provider-store.ts';
export { sendMessages } from './send.ts';
export { attemptsBetween, isMadeSince } from './store.ts';
export { serverKey, tokenHash, type ServerKey } from './webhook/server-key.ts';
export { shownDestination } from './core/shown-destination.ts';
export { contactsRoutes } from './contacts/routes.ts';
export { self } from './contacts/own.ts';
export { sendTests } from './contacts/send-tests.ts';
export { lastTests } from './contacts/test-ways.ts';
export { problemOf } from './contacts/list.ts';
export { readContacts, type Contacts } from './contacts/contacts.ts';
export { readTrackerKey, sealedTrackerKeys, storeTrackerKey } from './tracker/tracker-key.ts';
export { testSend } from './test-send.ts';

export const deliveryHandlers: readonly Handler[] = [
  handle(deliverTask, async (ctx, payload) => deliver(ctx, { ...payload, bulk: false })),
  handle(bulkTask, async (ctx, payload) => deliver(ctx, { ...payload, bulk: true })),
  handle(sweepTask, sweep),
  deliveryRetention,
  handle(receiptTask, takeProviderReceipt),
];

/** Receipts of providers, and the page that acknowledges a test. */
export const deliveryPlugins = [twilioPlugin, testPagePlugin];

/** Throws `invalid` where the operator's file of providers cannot be used. */
export async function checkProviders(config: Config): Promise<void> {
  await fileProviders(config);
}

/** Connections to message centres are opened when something is sent; they end with the process. */
export function startDelivery(env: Env): { stop(): Promise<void> } {
  return { stop: async () => closeSmppSessions(env) };
}
