import type { Tx } from '#platform';
import type { NewDelivery } from './message.ts';

/** Puts messages into the outbox; they leave after the commit. A key that is there already is left as it is. */
export async function sendMessages(_tx: Tx, _deliveries: readonly NewDelivery[]): Promise<void> {
  throw new Error('in progress');
}

export async function sendMessage(tx: Tx, delivery: NewDelivery): Promise<void> {
  await sendMessages(tx, [delivery]);
}
