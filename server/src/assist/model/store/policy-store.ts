import { modelPolicyInput } from '@fieldmarshal/contract/assist';
import { sql, type Kysely } from 'kysely';
import type { z } from 'zod';
import type { DB, Tx } from '#platform';

export type StoredPolicy = z.output<typeof modelPolicyInput>;

/** Nothing leaves before somebody says so. */
const untilSet: StoredPolicy = {
  mode: 'off',
  offFeatures: [],
  tokensPerDayMax: 1_000_000,
  tokensPerIncidentMax: 200_000,
  keepDays: 30,
};

export async function loadPolicy(db: Kysely<DB>): Promise<StoredPolicy> {
  const row = await db.selectFrom('model_policy').select('policy').executeTakeFirst();
  return row === undefined ? untilSet : modelPolicyInput.parse(row.policy);
}

export async function storePolicy(tx: Tx, policy: StoredPolicy, by: string): Promise<void> {
  const row = { policy: JSON.stringify(policy), changed_at: tx.now, changed_by: by };
  await tx.db
    .insertInto('model_policy')
    .values(row)
    .onConflict((conflict) => conflict.column('is_one').doUpdateSet(row))
    .execute();
}

/** Tokens of a day so far (UTC), and of one incident ever. */
export async function loadSpent(
  db: Kysely<DB>,
  incidentId: string | null,
  now: Date,
): Promise<{ today: number; ofIncident: number }> {
  const { rows } = await sql<{ today: number; incident: number }>`
    select
      (select coalesce(sum(tokens_in + tokens_out), 0)::float8 from model_run where at >= date_trunc('day', ${now}::timestamptz, 'UTC')) as today,
      (select coalesce(sum(tokens_in + tokens_out), 0)::float8 from model_run where incident_id = ${incidentId}) as incident`.execute(
    db,
  );
  return { today: rows[0]?.today ?? 0, ofIncident: rows[0]?.incident ?? 0 };
}

export async function isStopped(db: Kysely<DB>, incidentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('model_stop')
    .select('incident_id')
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function storeStop(tx: Tx, incidentId: string, by: string | null): Promise<void> {
  if (by === null) await tx.db.deleteFrom('model_stop').where('incident_id', '=', incidentId).execute();
  else
    await tx.db
      .insertInto('model_stop')
      .values({ incident_id: incidentId, stopped_at: tx.now, stopped_by: by })
      .onConflict((conflict) => conflict.column('incident_id').doNothing())
      .execute();
}
