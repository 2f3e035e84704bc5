import { severity as severitySchema, type Severity } from '@fieldmarshal/contract';
import type { Tx } from '#platform';

/** What the incident's severity is now; `told` where the incident is not stored. Read under the paging lock. */
export async function severityNow(
  { db }: Pick<Tx, 'db'>,
  incidentId: string,
  told: Severity | null,
): Promise<Severity | null> {
  const row = await db
    .selectFrom('incident')
    .select('severity')
    .where('id', '=', incidentId)
    .executeTakeFirst();
  return row === undefined ? told : severitySchema.nullable().parse(row.severity);
}

/** What is shown of an incident's pages that still wait. */
export async function setSeverity(tx: Tx, incidentId: string, severity: Severity | null): Promise<void> {
  await tx.db.updateTable('escalation').set({ severity }).where('incident_id', '=', incidentId).execute();
  await tx.db
    .updateTable('page')
    .set({ severity })
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'open')
    .execute();
}
