import type { DrillScore, DrillSeat, DrillState, DrillEnd } from '@fieldmarshal/contract/training';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { Stretch } from '../core/drill-clock.ts';
import type { Script } from '../core/script.ts';

type Db = Kysely<DB>;

/** A real fault of a live drill; `id` as the other side named it, null while it is off. */
export interface LiveFault {
  readonly product: string;
  readonly environment: string;
  readonly fault: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly id: string | null;
}

/** What one of those who took part or looked on says of it. */
export interface Debrief {
  /** Null: a token. */
  readonly person: string | null;
  readonly by: string;
  readonly well: string;
  readonly practise: string;
  readonly at: string;
}

export interface StoredDrill {
  readonly id: string;
  readonly number: number;
  readonly incidentId: string;
  readonly source: { readonly kind: 'scenario' | 'recording'; readonly name: string };
  readonly title: string;
  readonly seat: DrillSeat;
  readonly trainee: string | null;
  readonly mentor: string | null;
  readonly state: DrillState;
  readonly speed: number;
  readonly script: Script;
  readonly stretches: readonly Stretch[];
  readonly played: readonly string[];
  readonly pausedBecause: string | null;
  /** The real incident that it stands still for. */
  readonly pausedFor: string | null;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly overrideReason: string | null;
  readonly endedAt: Date | null;
  readonly end: DrillEnd | null;
  readonly result: DrillScore | null;
  /** One of each, the first first. */
  readonly debriefs: readonly Debrief[];
  readonly faults: readonly LiveFault[];
  readonly faultTrouble: string | null;
}

interface DrillRow extends Omit<StoredDrill, 'source'> {
  readonly sourceKind: 'scenario' | 'recording';
  readonly sourceName: string;
}

const columns = sql`
  id, number, incident_id as "incidentId", source_kind as "sourceKind", source_name as "sourceName", title, seat, trainee, mentor, state,
  speed, script, stretches, played, paused_because as "pausedBecause", paused_for as "pausedFor", started_by as "startedBy", started_at as "startedAt",
  override_reason as "overrideReason", ended_at as "endedAt", ended_how as "end", result, debriefs, faults,
  fault_trouble as "faultTrouble"`;

function drillOf({ sourceKind, sourceName, ...row }: DrillRow): StoredDrill {
  return { ...row, source: { kind: sourceKind, name: sourceName } };
}

export async function nextDrillNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ number: number }>`select nextval('drill_number')::int as number`.execute(db);
  return rows[0]?.number ?? 0;
}

/** null where there is none. `lock`: other writers wait until this transaction ends. */
export async function loadDrill(db: Db, id: string, lock = false): Promise<StoredDrill | null> {
  const { rows } = await sql<DrillRow>`
    select ${columns} from drill where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0] ? drillOf(rows[0]) : null;
}

export async function drillOfIncident(db: Db, incidentId: string): Promise<StoredDrill | null> {
  const { rows } =
    await sql<DrillRow>`select ${columns} from drill where incident_id = ${incidentId}`.execute(db);
  return rows[0] ? drillOf(rows[0]) : null;
}

/** When an incident that is replayed was declared; null where it is no longer kept. */
export async function startOfRecording(db: Db, incidentId: string): Promise<Date | null> {
  const { rows } = await sql<{
    at: Date;
  }>`select declared_at as at from incident where id = ${incidentId}`.execute(db);
  return rows[0]?.at ?? null;
}

/** The newest first. */
export async function loadDrills(
  db: Db,
  { state, limit }: { readonly state: 'open' | 'ended' | 'all'; readonly limit: number },
): Promise<StoredDrill[]> {
  const { rows } = await sql<DrillRow>`
    select ${columns} from drill
    where ${state} = 'all' or (state = 'ended') = (${state} = 'ended') order by number desc limit ${limit}`.execute(
    db,
  );
  return rows.map((row) => drillOf(row));
}

/** Drills with a real fault in an environment that are not over, ended since, or whose fault is still on; those that go on first. */
export async function loadLive(
  db: Db,
  { environment, since }: { readonly environment: string; readonly since: Date },
): Promise<StoredDrill[]> {
  const { rows } = await sql<DrillRow>`
    select ${columns} from drill
    where faults @> ${JSON.stringify([{ environment }])}::jsonb
      and (state <> 'ended' or ended_at > ${since} or exists (select from jsonb_array_elements(faults) f where f->>'id' is not null))
    order by state = 'ended', number desc limit 200`.execute(db);
  return rows.map((row) => drillOf(row));
}

export async function insertDrill(db: Db, drill: StoredDrill): Promise<void> {
  await sql`
    insert into drill (id, number, incident_id, source_kind, source_name, title, seat, trainee, mentor, state, speed, script, stretches,
      played, started_by, started_at, override_reason, faults)
    values (${drill.id}, ${drill.number}, ${drill.incidentId}, ${drill.source.kind}, ${drill.source.name}, ${drill.title}, ${drill.seat},
      ${drill.trainee}, ${drill.mentor}, ${drill.state}, ${drill.speed}, ${JSON.stringify(drill.script)}::jsonb,
      ${JSON.stringify(drill.stretches)}::jsonb, ${[...drill.played]}, ${drill.startedBy}, ${drill.startedAt}, ${drill.overrideReason},
      ${JSON.stringify(drill.faults)}::jsonb)`.execute(db);
}

/** Stores what can change of a drill. */
export async function saveDrill(db: Db, drill: StoredDrill): Promise<void> {
  await sql`
    update drill set state = ${drill.state}, speed = ${drill.speed}, stretches = ${JSON.stringify(drill.stretches)}::jsonb,
      played = ${[...drill.played]}, paused_because = ${drill.pausedBecause}, paused_for = ${drill.pausedFor}, override_reason = ${drill.overrideReason},
      ended_at = ${drill.endedAt}, ended_how = ${drill.end}, result = ${jsonOrNull(drill.result)}::jsonb,
      debriefs = ${JSON.stringify(drill.debriefs)}::jsonb, faults = ${JSON.stringify(drill.faults)}::jsonb,
      fault_trouble = ${drill.faultTrouble}
    where id = ${drill.id}`.execute(db);
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

export interface Burning {
  readonly id: string;
  readonly title: string;
  /** Whether whoever asks may see it. */
  readonly isSeen: boolean;
}

/** A real incident of the worst severity that is open, if there is one; one that is hidden burns all the same (hence `public`). */
export async function realSev1(db: Db): Promise<Burning | null> {
  const { rows } = await sql<Burning>`
    select i.id, i.title, exists (select from incident s where s.id = i.id) as "isSeen" from public.incident i
    where i.is_open and not i.drill and i.severity = 'SEV1' and i.merged_into is null order by "isSeen" desc, i.number limit 1`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The title of an incident, as whoever asks sees it; null where they do not. */
export async function seenTitle(db: Db, incidentId: string): Promise<string | null> {
  const row = await db.selectFrom('incident').select('title').where('id', '=', incidentId).executeTakeFirst();
  return row?.title ?? null;
}
