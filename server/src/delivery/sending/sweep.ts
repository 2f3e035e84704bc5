import { channelName } from '@fieldmarshal/contract/delivery';
import { sql } from 'kysely';
import { z } from 'zod';
import { defineTask, inTransaction, type Ctx } from '#platform';
import { setDeliverTimer } from '../jobs.ts';

/** Finds messages that wait without a timer, however that came about. */
export const sweepTask = defineTask('delivery.sweep', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 10_000,
});

/** Sets the timers that were lost. */
export async function sweep(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: number; channel: string; destination: string; bulk: boolean }>`
    select d.id, d.channel, d.destination, d.bulk from delivery d
    where d.settled_at is null and not exists (select from timer t where t.key = 'deliver:' || d.id)
    order by d.due_at limit 500`.execute(ctx.env.databases.worker);
  if (rows.length === 0) return;
  ctx.env.log.warn({ count: rows.length }, 'messages without a timer');
  await inTransaction(ctx, async (tx) => {
    for (const { id, channel, ...rest } of rows)
      setDeliverTimer(tx, { ...rest, id: String(id), channel: channelName.parse(channel) });
  });
}
