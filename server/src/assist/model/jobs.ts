import { sql } from 'kysely';
import { z } from 'zod';
import { defineTask, handle, inTransaction, type Ctx, type Handler } from '#platform';
import { pace } from './core/call.ts';
import { loadPolicy } from './store/policy-store.ts';
import { forgetTexts } from './store/run-store.ts';
import { writeKey, writeTask } from './task.ts';
import { writeText } from './write/write-text.ts';

const tendTask = defineTask('model.tend', { lane: 'model', payload: z.unknown(), everyMs: 5_000 });
const forgetTask = defineTask('model.forget', { lane: 'chore', payload: z.unknown(), everyMs: 3_600_000 });

/** At most so many incidents are asked about with one look. */
const writtenAtOnce = 20;

/**
 * Every few seconds: whose log has grown, has been quiet for a moment or not been told of for a minute, and of whom nothing was asked in
 * the last minute. A look costs one row while no model writes, and nothing is added to what an incident's own changes cost.
 */
export async function tendTexts(ctx: Ctx): Promise<void> {
  const { mode } = await loadPolicy(ctx.env.databases.worker);
  if (mode === 'off') return;
  await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select i.id from incident i
      left join lateral (select r.at, r.as_of from model_run r where r.incident_id = i.id and r.feature = 'summary' order by r.id desc limit 1) last on true
      where (i.is_open or i.resolved_at > ${tx.now}::timestamptz - interval '10 minutes')
        and i.seq > coalesce(last.as_of, 0)
        and (last.at is null or last.at < ${tx.now}::timestamptz - ${pace.restMs} * interval '1 millisecond')
        and (i.changed_at < ${tx.now}::timestamptz - ${pace.debounceMs} * interval '1 millisecond'
          or coalesce(last.at, i.declared_at) < ${tx.now}::timestamptz - ${pace.restMs} * interval '1 millisecond')
        and not exists (select 1 from model_stop s where s.incident_id = i.id)
        and not exists (select 1 from timer t where t.key = 'model-write:' || i.id)
      order by i.severity_rank, i.declared_at desc limit ${writtenAtOnce}`.execute(tx.db);
    for (const { id } of rows) {
      const payload = { incidentId: id, feature: 'summary' as const, after: 0 };
      tx.setTimer(writeTask, { key: writeKey(payload), payload });
    }
  });
}

async function forget(ctx: Ctx): Promise<void> {
  const { keepDays } = await loadPolicy(ctx.env.databases.worker);
  await forgetTexts(ctx.env.databases.worker, keepDays);
}

export const modelHandlers: readonly Handler[] = [
  handle(writeTask, async (ctx, payload) => writeText(ctx, payload)),
  handle(tendTask, tendTexts),
  handle(forgetTask, forget),
];
