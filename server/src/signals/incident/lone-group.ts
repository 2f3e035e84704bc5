import { sql } from 'kysely';
import type { Tx } from '#platform';

/** Holds a group until the transaction ends: whatever would join it waits, and then joins it as it is by then. */
export async function holdGroup({ db }: Tx, groupId: string): Promise<void> {
  await sql`select from alert_group where id = ${groupId}::bigint for update`.execute(db);
}

/** Closes a group that belongs to no incident and will not: the next alert opens another one, which is told. Hold it before. */
export async function closeLoneGroup(tx: Tx, groupId: string): Promise<void> {
  await sql`
    update alert_group set state = 'closed', closed_at = ${tx.now}
    where id = ${groupId}::bigint and state = 'open' and incident_id is null`.execute(tx.db);
  tx.changed('alerts');
}
