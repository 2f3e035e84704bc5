import { impactRow, impactScore, type ImpactRow, type ImpactScore } from '@fieldmarshal/contract/impact';
import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import { nothingBeyond, type Beyond } from './core/record/beyond.ts';
import type { Told } from './core/record/changes.ts';

type Db = Kysely<DB>;

export interface Stored {
  readonly incidentId: string;
  readonly assessment: number;
  readonly run: number;
  readonly wantedAt: Date | null;
  readonly assessedAt: Date | null;
  readonly firstAssessedAt: Date | null;
  readonly startedAt: Date;
  readonly decideBy: Date;
  readonly closed: boolean;
  readonly rows: readonly ImpactRow[];
  readonly more: number;
  readonly beyond: Beyond;
  readonly passing: { readonly checks: number; readonly oldestAt: Date | null };
  readonly firstListed: readonly string[] | null;
  readonly score: ImpactScore | null;
  readonly told: Told;
  readonly toldAt: Date | null;
}

const counts = z.object({
  workflow: z.number(),
  application: z.number(),
  environment: z.number(),
  customer: z.number(),
});
const beyond = z.object({ hit: counts, possible: counts, usersPerHour: z.number().nullable() }).nullable();
const listed = z.array(z.string()).nullable();
const told = z.record(z.string(), z.tuple([z.string(), z.string()]));

/** The record of an incident; null where none was begun. `lock` makes other writers wait until this transaction ends. */
export async function loadRecord(db: Db, incidentId: string, lock = false): Promise<Stored | null> {
  const row = await db
    .selectFrom('impact')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  return row === undefined ? null : storedFrom(row);
}

function storedFrom(row: Selectable<DB['impact']>): Stored {
  return {
    incidentId: row.incident_id,
    assessment: row.assessment,
    run: row.run,
    wantedAt: row.wanted_at,
    assessedAt: row.assessed_at,
    firstAssessedAt: row.first_assessed_at,
    startedAt: row.started_at,
    decideBy: row.decide_by,
    closed: row.closed,
    rows: z.array(impactRow).parse(row.rows),
    more: row.more,
    beyond: beyond.parse(row.beyond) ?? nothingBeyond,
    passing: { checks: row.passing_checks, oldestAt: row.oldest_pass_at },
    firstListed: listed.parse(row.first_listed),
    score: impactScore.nullable().parse(row.score),
    told: told.parse(row.told),
    toldAt: row.told_at,
  };
}

/** Which look a record is of; null where none was begun, or it is hidden from who asks. */
export async function loadStamp(db: Db, incidentId: string): Promise<string | null> {
  const row = await db
    .selectFrom('impact')
    .select(['assessment', 'assessed_at'])
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row === undefined ? null : `${row.assessment} ${row.assessed_at?.getTime() ?? ''}`;
}

/**
 * Begins a record, or asks for a new look at one. Answers when the last look began, or `asked` where somebody asked already, as urgently,
 * and nobody has looked since: then there is nothing to do.
 */
export async function wantLook(
  { db, now }: Tx,
  {
    incidentId,
    decideMs,
    unhurried,
  }: { readonly incidentId: string; readonly decideMs: number; readonly unhurried: boolean },
): Promise<{ readonly asked: boolean; readonly begun: boolean; readonly takenAt: Date | null }> {
  const { rows } = await sql<{ begun: boolean; taken_at: Date | null }>`
    insert into impact as i (incident_id, wanted_at, unhurried, started_at, decide_by)
    select id, ${now}, ${unhurried}::boolean, declared_at, declared_at + ${decideMs} * interval '1 millisecond'
    from incident where id = ${incidentId}
    on conflict (incident_id) do update set wanted_at = excluded.wanted_at, unhurried = excluded.unhurried
    where i.wanted_at is null or (i.unhurried and not excluded.unhurried)
    returning i.run = 0 and i.taken_at is null as begun, i.taken_at`.execute(db);
  const [row] = rows;
  return row === undefined
    ? { asked: true, begun: false, takenAt: null }
    : { asked: false, begun: row.begun, takenAt: row.taken_at };
}

/** A look begins: whatever comes from now on asks for another one. Answers its number; null where there is no record. */
export async function takeLook({ db, now }: Tx, incidentId: string): Promise<number | null> {
  const row = await db
    .updateTable('impact')
    .set((eb) => ({ wanted_at: null, taken_at: now, run: eb('run', '+', 1) }))
    .where('incident_id', '=', incidentId)
    .returning('run')
    .executeTakeFirst();
  return row?.run ?? null;
}

export type Changed = Omit<Stored, 'incidentId' | 'run' | 'wantedAt' | 'decideBy'>;

export async function storeRecord({ db }: Tx, incidentId: string, record: Changed): Promise<void> {
  await db
    .updateTable('impact')
    .set({
      assessment: record.assessment,
      assessed_at: record.assessedAt,
      first_assessed_at: record.firstAssessedAt,
      started_at: record.startedAt,
      closed: record.closed,
      rows: JSON.stringify(record.rows),
      more: record.more,
      beyond: record.more === 0 ? null : JSON.stringify(record.beyond),
      passing_checks: record.passing.checks,
      oldest_pass_at: record.passing.oldestAt,
      first_listed: record.firstListed === null ? null : JSON.stringify(record.firstListed),
      score: record.score === null ? null : JSON.stringify(record.score),
      told: JSON.stringify(record.told),
      told_at: record.toldAt,
    })
    .where('incident_id', '=', incidentId)
    .execute();
}

/** What was found of each of these incidents; those that were not assessed are left out. */
export async function loadRows(
  db: Db,
  ids: readonly string[],
): Promise<{ incidentId: string; rows: ImpactRow[]; beyond: Beyond; resolvedAt: Date | null }[]> {
  const found = await db
    .selectFrom('impact')
    .innerJoin('incident', 'incident.id', 'impact.incident_id')
    .select(['impact.incident_id', 'impact.rows', 'impact.beyond', 'incident.resolved_at'])
    .where('impact.incident_id', 'in', [...ids])
    .where('impact.assessed_at', 'is not', null)
    .execute();
  return found.map(({ incident_id: incidentId, rows, beyond: more, resolved_at: resolvedAt }) => ({
    incidentId,
    rows: z.array(impactRow).parse(rows),
    beyond: beyond.parse(more) ?? nothingBeyond,
    resolvedAt,
  }));
}

/** Of the newest incidents so many are looked through for what hit a customer. */
const customerIncidentsMax = 500;

/** The row of a customer in each of the newest incidents that has one, the newest first; without drills and duplicates. */
export async function loadCustomerRows(
  db: Db,
  name: string,
): Promise<{ incidentId: string; row: ImpactRow }[]> {
  const { rows } = await sql<{ incident_id: string; row: unknown }>`
    select incident_id, r.row from (
      select i.incident_id, i.rows from impact i join incident on incident.id = i.incident_id
      where not incident.drill and incident.merged_into is null and i.assessed_at is not null
      order by incident.declared_at desc limit ${customerIncidentsMax}) newest,
      jsonb_array_elements(newest.rows) as r(row)
    where r.row ->> 'kind' = 'customer' and r.row ->> 'name' = ${name}`.execute(db);
  return rows.map(({ incident_id: incidentId, row }) => ({ incidentId, row: impactRow.parse(row) }));
}

/** Incidents that are still followed, the newest first. */
export async function openRecords(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('impact')
    .select('incident_id')
    .where('closed', '=', false)
    .orderBy('started_at', 'desc')
    .execute();
  return rows.map((row) => row.incident_id);
}
