import { sql } from 'kysely';
import { z } from 'zod';
import { defineTask, handle, retentionJob, type Ctx, type Handler } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { sweepDiode } from './diode/diode-store.ts';
import { sendTask } from './diode/queue.ts';
import { sendWaiting } from './diode/send.ts';
import { callHeadquarters } from './link/call-link.ts';
import { isDue } from './link/link-store.ts';
import { overdueAlarm } from './sites/alarm.ts';
import { sweepFiles } from './store/file-store.ts';
import { turnOverdue } from './store/site-store.ts';

const nothing = z.object({});
const overdueTask = defineTask('relay.overdue', { lane: 'chore', payload: nothing, everyMs: 30_000 });
const linkTask = defineTask('relay.link', { lane: 'chore', payload: nothing, everyMs: 30_000 });
/** A line that is there for some minutes should be found while it is. */
const retryS = 30;
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

/** A site whose link has a rhythm calls headquarters when it is time. */
export async function callWhenDue(ctx: Ctx): Promise<void> {
  if (await isDue(ctx.env.databases.worker, retryS)) await callHeadquarters(ctx);
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
  handle(linkTask, callWhenDue),
  handle(sweepTask, async (ctx) => {
    await sweepFiles(ctx.env.databases.worker);
    await sweepDiode(ctx.env.databases.worker);
  }),
  handle(sendTask, sendWaiting),
  retention,
];
