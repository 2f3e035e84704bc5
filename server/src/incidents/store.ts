import {
  foldEvents,
  foldVersion,
  incidentSchema,
  whoSchema,
  type Incident,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import { sql, type Kysely, type Updateable } from 'kysely';
import type { DB } from '#platform';
import { storeActions } from './review/action-store.ts';
import { columnsOf, countsOf } from './core/summary.ts';

type Db = Kysely<DB>;

/** Thrown when somebody else appended to the log since it was read; the caller decides anew. */
export class SeqConflict extends Error {
  constructor(id: string) {
    super(`${id} was changed by somebody else meanwhile`);
    this.name = 'SeqConflict';
  }
}

/** The fold as of now; null where there is no such incident. `lock` makes other writers wait until this transaction ends. */
export async function loadIncident(db: Db, id: string, lock = false): Promise<Incident | null> {
  const row = await db
    .selectFrom('incident')
    .select(['fold', 'fold_version'])
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return null;
  const cached = row.fold_version === foldVersion ? incidentSchema.safeParse(row.fold) : null;
  return cached?.success ? cached.data : foldEvents(await loadEvents(db, { id }));
}

/** Whether people are paged for an incident, or nobody answered when they were: the incident as a whole (`null`) or one of these teams. */
export async function isUnanswered(db: Db, id: string, teams: readonly (string | null)[]): Promise<boolean> {
  const { rows } = await sql`
    select from escalation where incident_id = ${id} and status in ('paging', 'exhausted')
      and exists (select from jsonb_array_elements_text(${JSON.stringify(teams)}) t where t is not distinct from team)`.execute(
    db,
  );
  return rows.length > 0;
}

/** The incident that an origin has already, or the number of the next one. */
export type Place =
  | { readonly known: string; readonly number: null }
  | { readonly known: null; readonly number: number };

/** Looks for the incident declared from this alert group, page or whatever `kind` is; takes a number where there is none. */
export async function placeFor(
  db: Db,
  origin: { readonly kind: string; readonly id: string } | null,
): Promise<Place> {
  const { rows } = await sql<Place>`
    select i.id as known, case when i.id is null then nextval('incident_number') end as number
    from (select) once left join incident i on i.origin_kind = ${origin?.kind ?? null} and i.origin_id = ${origin?.id ?? null}`.execute(
    db,
  );
  const [place] = rows;
  if (place === undefined) throw new Error('a left join gave no row');
  return place;
}

export interface EventRange {
  readonly id: string;
  readonly after?: number | undefined;
  readonly newestFirst?: boolean;
  readonly types?: readonly string[] | undefined;
  readonly limit?: number;
}

/** Part of a log in the order of `seq`, or backwards. `after` means beyond that entry in the order asked for. */
export async function loadEvents(db: Db, range: EventRange): Promise<StoredEvent[]> {
  const { id, after, newestFirst = false, types, limit } = range;
  let query = db
    .selectFrom('incident_event')
    .select(['incident_id', 'seq', 'id', 'at', 'actor', 'type', 'version', 'data'])
    .where('incident_id', '=', id)
    .orderBy('seq', newestFirst ? 'desc' : 'asc');
  if (after !== undefined) query = query.where('seq', newestFirst ? '<' : '>', after);
  if (types !== undefined) query = query.where('type', 'in', [...types]);
  if (limit !== undefined) query = query.limit(limit);
  const rows = await query.execute();
  return rows.map((row) => ({
    incidentId: row.incident_id,
    seq: row.seq,
    id: row.id,
    at: row.at.toISOString(),
    actor: whoSchema.parse(row.actor),
    type: row.type,
    version: row.version,
    data: row.data,
  }));
}

/**
 * Appends to the log and renews the caches. The row is changed before the log is, so that two writers always meet at the row and never
 * hold one half each. Throws {@link SeqConflict} where the log went on since `before`.
 */
export async function appendEvents(db: Db, { before, after, events }: Appended): Promise<void> {
  const row = {
    ...columnsOf(after),
    fold_version: foldVersion,
    fold: JSON.stringify(after),
    counts: JSON.stringify(countsOf(after)),
  };
  if (before !== null) {
    await updateRow(db, before, row);
    await insertEvents(db, after.id, events);
    await storeActions(db, before, after);
    return;
  }
  const number = Number(after.id.slice('INC-'.length));
  const declared = db
    .insertInto('incident')
    .values({ id: after.id, number, ...row })
    .execute();
  // Nobody else knows of this incident yet, so the two need not wait for each other.
  await Promise.all([declared, insertEvents(db, after.id, events)]);
}

async function updateRow(db: Db, before: Incident, row: Updateable<DB['incident']>): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('incident')
    .set(row)
    .where('id', '=', before.id)
    .where('seq', '=', before.seq)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new SeqConflict(before.id);
}

async function insertEvents(db: Db, id: string, events: readonly StoredEvent[]): Promise<void> {
  await sql`
    insert into incident_event (incident_id, seq, id, at, actor, type, version, data)
    select ${id}, e.seq, e.id, e.at, e.actor, e.type, e.version, e.data
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as e(seq int, id uuid, at timestamptz, actor jsonb, type text, version int, data jsonb)`.execute(db);
}

interface Appended {
  readonly before: Incident | null;
  readonly after: Incident;
  readonly events: readonly StoredEvent[];
}

/**
 * Whether each of these moments lies in an incident of its environment that has ended since; in their order. None asks nothing of the
 * database.
 */
export async function areOfWhatIsOver(
  db: Kysely<DB>,
  moments: readonly { readonly environment: string; readonly at: Date }[],
): Promise<readonly boolean[]> {
  if (moments.length === 0) return [];
  const { rows } = await sql<{ over: boolean }>`
    select exists (
      select from incident i
      where i.environment = m.environment and i.resolved_at >= m.at and i.declared_at <= m.at
        and not i.drill and i.merged_into is null) as over
    from unnest(${moments.map(({ environment }) => environment)}::text[], ${moments.map(({ at }) => at)}::timestamptz[])
      with ordinality m(environment, at, n)
    order by m.n`.execute(db);
  return rows.map(({ over }) => over);
}
