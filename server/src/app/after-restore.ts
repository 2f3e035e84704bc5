import { holdApproved } from '#comms';
import { dropUnsent } from '#delivery';
import { holdEscalations } from '#oncall';
import { pauseRestored } from '#training';
import { advisoryLock, claimTimers, connectTo, runJob, systemCtx, type Env, type Handler } from '#platform';

/** Work found in a backup and done at once; more than this is left to the worker, which finds its paging held. */
const jobsMax = 20_000;

/**
 * On a database that was filled from a backup, before any worker runs: does what its reactions still had to do, then holds back all
 * paging, drops all messages, makes what was approved for customers and had not left a draft again, and holds drills. What the backup knows as open was answered, or not, in the time that it does not know; who was paged
 * then is not paged again for it. Signals that arrive from now on page as ever. Does nothing elsewhere, and once for each restore.
 */
export async function settleRestored(env: Env, reactions: readonly Handler[]): Promise<void> {
  const client = await connectTo(env.databases.connection, 'fieldmarshal restored');
  try {
    // Held on a connection of its own until all is done: a second server waits, and then finds nothing to do.
    await client.query('select pg_advisory_lock($1)', [advisoryLock.restored]);
    const { rows } = await client.query<{ taken: string }>(
      `select to_char(max(taken_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as taken from restored where held_at is null having count(*) > 0`,
    );
    const taken = rows[0]?.taken;
    if (taken === undefined) return;
    await finishReactions(env, reactions);
    const why = `Held back: this server was restored from a backup of ${taken} UTC. Page somebody from the room if it still matters.`;
    const ctx = systemCtx(env, 'Fieldmarshal');
    const dropped = await dropUnsent(ctx, why);
    const held = await holdEscalations(ctx, why);
    const drafts = await holdApproved(ctx);
    const drills = await pauseRestored(ctx, `This server was restored from a backup of ${taken} UTC.`);
    await client.query('update restored set held_at = now() where held_at is null');
    env.log.warn(
      { backupOf: taken, held, dropped, drafts, drills },
      'restored from a backup: open paging is held back',
    );
  } finally {
    await client.end();
  }
}

async function finishReactions(env: Env, handlers: readonly Handler[]): Promise<void> {
  const byName = new Map(handlers.map((handler) => [handler.task.name, handler]));
  for (let done = 0; done < jobsMax;) {
    const jobs = await claimTimers(env.databases, [{ tasks: [...byName.keys()], limit: 100 }]);
    if (jobs.length === 0) return;
    for (const job of jobs) await runJob(env, byName.get(job.task), job);
    done += jobs.length;
  }
}
