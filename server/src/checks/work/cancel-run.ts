import { sql } from 'kysely';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { readSummary } from '../read/runs.ts';

/** Gives up a run that has not ended: its runner hears of it when it says next that it goes on. */
export async function cancelRun(ctx: Ctx, { id }: { readonly id: string }) {
  permit(ctx, 'check.run');
  await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update check_run set state = 'cancelled' where id = ${id} and state in ('waiting', 'running', 'lost') returning id`.execute(
      tx.db,
    );
    if (rows.length === 0) {
      const { rows: known } = await sql`select from check_run where id = ${id}`.execute(tx.db);
      throw known.length === 0 ? notFound('This run') : new AppError('refused', 'This run has ended.');
    }
    await sql`
      update check_slot set asked_run = nullif(asked_run, ${id}), run_id = nullif(run_id, ${id}),
        lease_until = case when run_id = ${id} then null else lease_until end
      where asked_run = ${id} or run_id = ${id}`.execute(tx.db);
    audit(tx, { action: 'check.run-cancelled', subject: `run/${id}` });
    tx.changed('checks');
  });
  return readSummary(ctx, id);
}
