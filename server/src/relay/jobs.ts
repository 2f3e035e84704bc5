import { sql } from 'kysely';
import { z } from 'zod';
import { defineTask, handle, retentionJob, type Ctx, type Handler } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { overdueAlarm } from './sites/alarm.ts';
import { sweepFiles } from './store/file-store.ts';
import { turnOverdue } from './store/site-store.ts';

const nothing = z.object({});
const overdueTask = defineTask('relay.overdue', { lane: 'chore', payload: nothing, everyMs: 30_000 });
const sweepTask = defineTask('relay.files', { lane: 'chore', payload: nothing, everyMs: 60 * 60_000 });

/** Raises the alarm of sites that should have reported, and ends those of sites that did, or no longer must. */
export async function lookForOverdue(ctx: Ctx): Promise<void> {
  const raise = await raiser(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    const turned = await turnOverdue(tx);
    if (turned.length === 0) return;
    await raise(
      tx,
      turned.map((site) => overdueAlarm(ctx.env, site)),
    );
    tx.changed('sites');
  });
}

/** Runs of sites go by age, as our own do. */
const retention = retentionJob('relay.retention', [
  {
    what: 'runs of sites',
    days: (config) => Math.max(400, config.keepRunsDays),
    deleting: ({ before, limit }) => sql`
      delete from relay_run where (site, id) in (select site, id from relay_run where at < ${before} order by at limit ${limit})`,
  },
]);

export const relayHandlers: readonly Handler[] = [
  handle(overdueTask, lookForOverdue),
  handle(sweepTask, async (ctx) => sweepFiles(ctx.env.databases.worker)),
  retention,
];
