import { sql } from 'kysely';
import { z } from 'zod';
import { beforeFinish, defineTask, handle, inTransaction, type Ctx, type Handler } from '#platform';
import { audit } from './append.ts';
import { receiversOf } from './stream/receivers.ts';
import { streamStates } from './stream/stream-store.ts';

const batchRows = 10_000;
const batchesMax = 20;
const task = defineTask('identity.retention', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 60 * 60 * 1000,
});

/** Deletes audit rows after `keepAuditDays`, if that is set; never one that a receiver has not taken yet. The hash of the last one is kept, and recorded in the log itself. */
export const auditRetention: Handler = handle(task, async (ctx) => {
  const { keepAuditDays } = ctx.env.config;
  if (keepAuditDays === undefined) return;
  for (let batch = 0; batch < batchesMax; batch += 1)
    if ((await trimAudit(beforeFinish(ctx), keepAuditDays)) < batchRows) return;
});

/** Deletes at most 10,000 rows that are older, and says how many. */
async function trimAudit(ctx: Ctx, days: number): Promise<number> {
  const upto = await takenByAll(ctx);
  return inTransaction(ctx, async (tx) => {
    const cut = new Date(tx.now.getTime() - days * 24 * 60 * 60 * 1000);
    const { rows } = await sql<{ seq: number; hash: Buffer; rows: number }>`
      select seq, hash, rows from audit_trim(${cut}, ${upto}, ${batchRows})`.execute(tx.db);
    const [gone] = rows;
    if (gone === undefined) return 0;
    audit(tx, {
      action: 'audit.trimmed',
      subject: 'audit',
      after: { through: gone.seq, hash: gone.hash.toString('hex'), rows: gone.rows, days },
    });
    return gone.rows;
  });
}

/** The last row that every receiver has; all of them where there is no receiver. */
async function takenByAll({ env }: Ctx): Promise<number> {
  const names = receiversOf(env.config).map(({ name }) => name);
  const states = new Map(
    (await streamStates(env.databases.worker, names)).map(({ name, sentSeq }) => [name, sentSeq]),
  );
  return Math.min(Number.MAX_SAFE_INTEGER - 1, ...names.map((name) => states.get(name) ?? 0));
}
