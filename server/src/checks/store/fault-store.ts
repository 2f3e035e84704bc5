import { sql } from 'kysely';
import type { Tx } from '#platform';

/** Whether the owner of a runner has not been told of its faults for an hour; then it counts as told now. */
export async function markFaultTold(tx: Tx, runnerId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update runner set fault_told_at = now()
    where id = ${runnerId} and (fault_told_at is null or fault_told_at < now() - interval '1 hour') returning id`.execute(
    tx.db,
  );
  return rows.length > 0;
}
