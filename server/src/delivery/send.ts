import { AppError, type Tx } from '#platform';
import { bundleWaitMs } from './core/bundle.ts';
import { setDeliverTimer } from './jobs.ts';
import { rememberBegun } from './sending/begun.ts';
import { whichWait } from './sending/bundling.ts';
import { message, type NewDelivery } from './message.ts';
import { insertDeliveries, type DeliveryRow } from './store.ts';

/**
 * Puts messages into the outbox; they leave after the commit. A key that is there already is left as it is. Where this process will
 * send at once, the first attempt is opened here, which saves a transaction between the page and its leaving.
 */
export async function sendMessages(tx: Tx, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  const startedAt = performance.now();
  const room = tx.ctx.env.handover?.room();
  const free = { deliver: room?.deliver ?? 0, bulk: room?.bulk ?? 0 };
  const waiting = await whichWait(tx, deliveries);
  const rows = deliveries.map((delivery): DeliveryRow => ({
    ...delivery,
    key: checkedKey(delivery.key),
    message: message.parse(delivery.message),
    begun: !waiting.has(delivery.key) && free[delivery.bulk === true ? 'bulk' : 'deliver']-- > 0,
  }));
  const ids = await insertDeliveries(tx, rows);
  for (const row of rows) {
    const id = ids.get(row.key);
    if (id === undefined) continue;
    const { channel, destination, bulk = false } = row;
    const dueAt = waiting.has(row.key) ? new Date(tx.now.getTime() + bundleWaitMs) : tx.now;
    setDeliverTimer(tx, { id, channel, destination, bulk }, dueAt);
    if (!row.begun) continue;
    tx.afterCommit(() =>
      rememberBegun(tx.ctx.env, startedAt, {
        id,
        key: row.key,
        channel,
        destination,
        message: row.message,
        regarding: row.regarding,
        incidentId: row.incidentId ?? null,
        answerLinkFor: row.answerLinkFor ?? null,
        state: 'sending',
        attempts: 1,
        detail: '',
        dueAt: row.dueAt ?? tx.now,
        createdAt: tx.now,
        cancelledWhy: null,
        settledAt: null,
        bundle: row.bundle ?? null,
        bulk,
        sentWithUntil: null,
      }),
    );
  }
  tx.changed('deliveries');
}

function checkedKey(key: string): string {
  if (/^[\x21-\x7e]{1,120}$/.test(key)) return key;
  throw new AppError('invalid', 'A delivery key must be 1 to 120 printable ASCII characters without spaces.');
}
