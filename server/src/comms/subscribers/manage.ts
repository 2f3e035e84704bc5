import type { z } from 'zod';
import { contactMethod, destinationOf } from '@fieldmarshal/contract/delivery';
import type { addSubscriberInput, Subscriber, subscriberListInput } from '@fieldmarshal/contract/comms';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { shownDestination } from '#delivery';
import { cursorNumber, AppError, inTransaction, notFound, type Ctx } from '#platform';
import {
  endSubscriber,
  loadSubscriber,
  putSubscriber,
  subscriberColumns,
  subscriberFrom,
  type StoredSubscriber,
} from './subscriber-store.ts';

/** Who is told, the newest first. Addresses whose path is a secret are shown without it. */
export async function listSubscribers(
  ctx: Ctx,
  { limit, cursor, audience, state }: z.output<typeof subscriberListInput>,
): Promise<{ items: Subscriber[]; nextCursor: string | null }> {
  permit(ctx, 'subscriber.read');
  let query = ctx.env.databases[ctx.pool]
    .selectFrom('subscriber')
    .select(subscriberColumns)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('id', '<', cursorNumber(cursor));
  if (audience !== undefined) query = query.where('audience', '=', audience);
  if (state !== undefined) query = query.where('state', '=', state);
  const rows = (await query.execute()).map((row) => subscriberFrom(row));
  const items = rows.slice(0, limit).map((row) => viewOf(row));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function viewOf(stored: StoredSubscriber): Subscriber {
  const { askedCount: _, ...row } = stored;
  const method = contactMethod.safeParse(methodOf(row.channel, row.destination));
  if (!method.success) return row;
  return { ...row, destination: shownDestination(destinationOf(method.data)) };
}

function methodOf(channel: string, destination: string): unknown {
  switch (channel) {
    case 'email':
      return { channel, address: destination };
    case 'matrix':
      return { channel, room: destination };
    default:
      return { channel, url: destination };
  }
}

/** Adds a destination of somebody who has agreed elsewhere to be told: a webhook, a room of a chat, an address. */
export async function addSubscriber(
  ctx: Ctx,
  { channel, destination, audience, applications, language }: z.output<typeof addSubscriberInput>,
): Promise<Subscriber> {
  permit(ctx, 'subscriber.manage');
  const method = contactMethod.safeParse(methodOf(channel, destination));
  if (!method.success) {
    const message = method.error.issues[0]?.message ?? 'is not a destination of this channel';
    throw new AppError('invalid', `destination: ${message}`, { faults: [{ path: 'destination', message }] });
  }
  const catalog = await readCatalog(ctx.env);
  const unknown = applications.find((name) => !catalog.get('Application', name));
  if (unknown !== undefined) {
    const message = `there is no Application called "${unknown}" in the catalog`;
    throw new AppError('invalid', `applications: ${message}`, {
      faults: [{ path: 'applications', message }],
    });
  }
  return inTransaction(ctx, async (tx) => {
    const subscriber = await putSubscriber(tx, {
      channel,
      destination,
      audience,
      applications,
      customer: null,
      language,
      source: 'staff',
      state: 'active',
    });
    const view = viewOf(subscriber);
    audit(tx, { action: 'subscriber.added', subject: view.id, after: { ...view } });
    tx.changed('subscribers');
    return view;
  });
}

/** Tells them nothing any more. Twice is once. */
export async function endSubscription(ctx: Ctx, { id }: { readonly id: string }): Promise<Subscriber> {
  permit(ctx, 'subscriber.manage');
  return inTransaction(ctx, async (tx) => {
    await endSubscriber(tx, id, 'Ended by staff.');
    const row = await loadSubscriber(tx.db, id);
    if (row === null) throw notFound('This subscriber');
    audit(tx, { action: 'subscriber.ended', subject: id });
    tx.changed('subscribers');
    return viewOf(row);
  });
}
