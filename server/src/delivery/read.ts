import type { z } from 'zod';
import {
  attemptOutcome,
  channelName,
  deliveryState,
  type deliveryList,
  type deliveryListInput,
} from '@fieldmarshal/contract/delivery';
import { permit } from '#identity';
import { shownDestination } from './core/shown-destination.ts';
import { cursorNumber, type Ctx } from '#platform';

type Input = z.output<typeof deliveryListInput>;

/** Deliveries, newest first, each with its attempts. */
export async function listDeliveries(ctx: Ctx, input: Input): Promise<z.output<typeof deliveryList>> {
  permit(ctx, 'delivery.read');
  const db = ctx.env.databases[ctx.pool];
  let query = db
    .selectFrom('delivery')
    .select([
      'id',
      'key',
      'channel',
      'destination',
      'regarding',
      'incident_id',
      'state',
      'attempts',
      'detail',
      'due_at',
      'created_at',
      'settled_at',
    ])
    .orderBy('id', 'desc')
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.where('id', '<', cursorNumber(input.cursor));
  if (input.state !== undefined) query = query.where('state', '=', input.state);
  if (input.channel !== undefined) query = query.where('channel', '=', input.channel);
  if (input.regarding !== undefined) query = query.where('regarding', '=', input.regarding);
  if (input.incident !== undefined) query = query.where('incident_id', '=', input.incident);
  const found = await query.execute();
  const rows = found.slice(0, input.limit);
  const attempts = await attemptsOf(
    ctx,
    rows.map((row) => row.id),
  );
  return {
    items: rows.map((row) => ({
      id: String(row.id),
      key: row.key,
      channel: channelName.parse(row.channel),
      destination: shownDestination({
        channel: channelName.parse(row.channel),
        destination: row.destination,
      }),
      regarding: row.regarding,
      incidentId: row.incident_id,
      state: deliveryState.parse(row.state),
      detail: row.detail,
      dueAt: row.due_at.toISOString(),
      createdAt: row.created_at.toISOString(),
      settledAt: row.settled_at?.toISOString() ?? null,
      attempts: attempts.get(row.id) ?? [],
    })),
    nextCursor: found.length > input.limit ? String(rows.at(-1)?.id) : null,
  };
}

type AttemptView = z.output<typeof deliveryList>['items'][number]['attempts'][number];

async function attemptsOf(ctx: Ctx, ids: readonly number[]): Promise<Map<number, AttemptView[]>> {
  const byDelivery = new Map<number, AttemptView[]>();
  if (ids.length === 0) return byDelivery;
  const rows = await ctx.env.databases[ctx.pool]
    .selectFrom('delivery_attempt')
    .selectAll()
    .where('delivery_id', 'in', [...ids])
    .orderBy('attempt')
    .execute();
  for (const row of rows) {
    const list = byDelivery.get(row.delivery_id) ?? [];
    byDelivery.set(row.delivery_id, list);
    list.push({
      attempt: row.attempt,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      outcome: attemptOutcome.parse(row.outcome),
      permanent: row.permanent,
      detail: row.detail,
    });
  }
  return byDelivery;
}
