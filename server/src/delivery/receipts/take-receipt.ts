import { sql } from 'kysely';
import { channelName } from '@fieldmarshal/contract/delivery';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { deliverySettled, receiptAttempt } from '../facts.ts';
import { carriedBy } from '../sending/bundling.ts';

interface Receipt {
  readonly receipt: 'delivered' | 'undelivered';
  readonly detail: string;
}

type ByProvider = Receipt & { readonly provider: string; readonly externalId: string };

/**
 * A receipt by the provider's id. It may overtake the record of the attempt that caused it: then this throws, and the job comes back
 * with a growing delay.
 */
export async function takeProviderReceipt(
  ctx: Ctx,
  { provider, externalId, receipt, detail }: ByProvider,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('delivery')
      .select('key')
      .where('provider', '=', provider)
      .where('external_id', '=', externalId)
      .executeTakeFirst();
    if (row) return noteReceipt(tx, row.key, { receipt, detail });
    const underway = await tx.db
      .selectFrom('delivery')
      .select('id')
      .where('state', '=', 'sending')
      .limit(1)
      .executeTakeFirst();
    // Nothing is on its way that it could belong to: it is about something older than what we keep.
    if (underway) throw new AppError('unavailable', 'The message of this receipt is not recorded yet.');
    return undefined;
  });
}

/**
 * The final word on a message, once: `delivered` settles it so; `undelivered` is a permanent failure that moves the page on at once,
 * also long after the message was sent. A receipt while the attempt is still open is kept and told when that is recorded.
 */
export async function noteReceipt(tx: Tx, key: string, { receipt, detail }: Receipt): Promise<void> {
  const { rows } = await sql<{ id: number; state: string }>`
    update delivery set receipt = ${receipt}, receipt_detail = ${detail}
    where key = ${key} and receipt is null and state in ('sending', 'sent', 'unknown', 'queued')
    returning id, state`.execute(tx.db);
  const [noted] = rows;
  if (!noted) return;
  if (noted.state !== 'sending') await tellReceipt(tx, String(noted.id));
  // What left with it arrived with it, or did not.
  for (const carried of await carriedBy(tx, String(noted.id)))
    await noteReceipt(tx, carried, { receipt, detail });
}

/** Moves a delivery into the state its receipt says, and tells other domains. Nothing where it has none. */
export async function tellReceipt(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<Told>`
    update delivery set state = case receipt when 'delivered' then 'delivered' else 'failed' end,
      detail = receipt_detail, settled_at = coalesce(settled_at, now())
    where id = ${Number(id)} and receipt is not null and state not in ('delivered', 'failed', 'cancelled')
    returning id, key, channel, destination, regarding, incident_id as "incidentId", receipt, receipt_detail as detail`.execute(
    tx.db,
  );
  const [told] = rows;
  if (!told) return;
  const isDelivered = told.receipt === 'delivered';
  tx.cancelTimer(`deliver:${told.id}`);
  tx.emit(deliverySettled, told.regarding, {
    deliveryId: String(told.id),
    key: told.key,
    regarding: told.regarding,
    incidentId: told.incidentId,
    channel: channelName.parse(told.channel),
    destination: told.destination,
    outcome: isDelivered ? 'delivered' : 'failed',
    permanent: !isDelivered,
    settled: true,
    attempt: receiptAttempt,
    detail: isDelivered ? `Delivered: ${told.detail}` : `Not delivered: ${told.detail}`,
  });
  tx.changed('deliveries');
}

interface Told {
  id: number;
  key: string;
  channel: string;
  destination: string;
  regarding: string;
  incidentId: string | null;
  receipt: string;
  detail: string;
}
