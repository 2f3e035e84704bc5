import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Ctx } from '../env.ts';
import { defineTask, handle, type Handler } from './task.ts';

interface Cut {
  readonly before: Date;
  readonly limit: number;
}

/** One kind of rows that go after a while. */
export interface Retention {
  /** For the log, e.g. `resolved alerts`. */
  readonly what: string;
  /** How many days they are kept, counted from the instant that the statement compares with. */
  readonly days: (config: Config) => number;
  /** The statement that deletes at most `limit` rows that are older than `before`. */
  readonly deleting: (cut: Cut) => RawBuilder<unknown>;
}

const everyMs = 60 * 60 * 1000;
const batchRows = 1_000;
/** One run ends after this long, whatever is left; the next run goes on. */
const runMsMax = 60_000;

/**
 * An hourly job that deletes what is older than its time, in batches that each are a short transaction of their own, so that nothing
 * waits for it. It may be cut off anywhere and run twice at once.
 */
export function retentionJob(name: string, kinds: readonly Retention[]): Handler {
  const task = defineTask(name, { lane: 'chore', payload: z.unknown(), everyMs });
  return handle(task, async (ctx) => {
    const stopAt = performance.now() + runMsMax;
    for (const kind of kinds) await sweepKind(ctx, kind, stopAt);
  });
}

async function sweepKind(ctx: Ctx, { what, days, deleting }: Retention, stopAt: number): Promise<void> {
  const { databases, config, log } = ctx.env;
  const { rows } = await sql<{ before: Date }>`
    select now() - ${days(config)} * interval '1 day' as before`.execute(databases.worker);
  const before = rows[0]?.before;
  if (before === undefined) return;
  let total = 0;
  for (;;) {
    const { numAffectedRows } = await deleting({ before, limit: batchRows }).execute(databases.worker);
    const gone = Number(numAffectedRows ?? 0);
    total += gone;
    if (gone < batchRows || performance.now() > stopAt) break;
  }
  if (total > 0) log.info({ what, total, before }, 'old rows deleted');
}

/**
 * What the platform keeps: facts, which their reactions carry with them, and the answers under idempotency keys. Facts are numbered as
 * they come, so the oldest are looked at by number and need no index on time.
 */
export const platformRetention: Handler = retentionJob('platform.retention', [
  {
    what: 'facts',
    days: (config) => config.keepFactsDays,
    deleting: ({ before, limit }) => sql`
      delete from fact where at < ${before} and id in (select id from fact order by id limit ${limit})`,
  },
  {
    what: 'idempotency keys',
    days: (config) => config.keepIdempotencyDays,
    deleting: ({ before, limit }) => sql`
      delete from idempotency where (actor, key) in (
        select actor, key from idempotency where at < ${before} order by at limit ${limit})`,
  },
]);
