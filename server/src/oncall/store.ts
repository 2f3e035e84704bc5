import { severity } from '@fieldmarshal/contract';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { advisoryLock, type DB, type Tx } from '#platform';
import { nextAt } from './core/escalation/escalate.ts';
import { escalationState, type EscalationState } from './core/escalation/escalation-state.ts';
import type { Known } from './core/page-message.ts';

export const knownLines = z.array(z.object({ label: z.string(), value: z.string() }));

export interface StoredEscalation {
  readonly id: string;
  readonly incidentId: string;
  readonly scope: string;
  readonly team: string | null;
  readonly title: string;
  readonly severity: z.infer<typeof severity> | null;
  readonly reason: string;
  readonly known: readonly Known[];
  readonly state: EscalationState;
  readonly startedAt: Date;
}

/** Lets one transaction at a time change the pages of an incident. Sent first: what is sent behind it is read under the lock. */
export async function lockPaging({ send }: Pick<Tx, 'send'>, incidentId: string): Promise<void> {
  await send(sql`select pg_advisory_xact_lock(${advisoryLock.paging}, hashtext(${incidentId}))`);
}

/** Whether the incident has ended. Read under the paging lock; of an incident that is not stored, false. */
export async function isOver({ db }: Pick<Tx, 'db'>, incidentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('incident')
    .select('is_open')
    .where('id', '=', incidentId)
    .executeTakeFirst();
  return row?.is_open === false;
}

/** Whether the incident was opened again after `at` (ISO 8601). */
export async function wasReopenedAfter(
  { db }: Pick<Tx, 'db'>,
  incidentId: string,
  at: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('incident_event')
    .select('seq')
    .where('incident_id', '=', incidentId)
    .where('type', '=', 'reopened')
    .where('at', '>', new Date(at))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const columns = [
  'id',
  'incident_id',
  'scope',
  'team',
  'title',
  'severity',
  'reason',
  'known',
  'state',
  'started_at',
] as const;

interface Row {
  id: string;
  incident_id: string;
  scope: string;
  team: string | null;
  title: string;
  severity: string | null;
  reason: string;
  known: unknown;
  state: unknown;
  started_at: Date;
}

function escalationOf(row: Row): StoredEscalation {
  return {
    id: row.id,
    incidentId: row.incident_id,
    scope: row.scope,
    team: row.team,
    title: row.title,
    severity: severity.nullable().parse(row.severity),
    reason: row.reason,
    known: knownLines.parse(row.known),
    state: escalationState.parse(row.state),
    startedAt: row.started_at,
  };
}

export async function loadEscalation(db: Kysely<DB>, id: string): Promise<StoredEscalation | null> {
  const row = await db.selectFrom('escalation').select(columns).where('id', '=', id).executeTakeFirst();
  return row ? escalationOf(row) : null;
}

/** Every escalation of an incident, the newest last. */
export async function escalationsOf(db: Kysely<DB>, incidentId: string): Promise<StoredEscalation[]> {
  const rows = await db
    .selectFrom('escalation')
    .select(columns)
    .where('incident_id', '=', incidentId)
    .orderBy('started_at')
    .execute();
  return rows.map(escalationOf);
}

/**
 * Of an incident's escalations, the newest last, those that nothing in the same scope has followed. Only these may go on or be called
 * acknowledged: of one scope one escalation at a time is active (unique index `escalation_active`).
 */
export function newestOfScopes(escalations: readonly StoredEscalation[]): StoredEscalation[] {
  return [...new Map(escalations.map((each) => [each.scope, each])).values()];
}

/** The escalations that rang these pages, and are not stopped or answered. */
export async function unansweredFor(db: Kysely<DB>, pageId: string): Promise<StoredEscalation[]> {
  const rows = await db
    .selectFrom('escalation')
    .select(columns)
    .where('status', 'in', ['paging', 'exhausted'])
    .where('id', 'in', (query) =>
      query.selectFrom('page_ring').select('escalation_id').where('page_id', '=', pageId),
    )
    .orderBy('id')
    .execute();
  return rows.map(escalationOf);
}

/** Every escalation that rang a page, whatever became of it. */
export async function ringingFor(db: Kysely<DB>, pageId: string): Promise<StoredEscalation[]> {
  const rows = await db
    .selectFrom('escalation')
    .select(columns)
    .where('id', 'in', (query) =>
      query.selectFrom('page_ring').select('escalation_id').where('page_id', '=', pageId),
    )
    .orderBy('id')
    .execute();
  return rows.map(escalationOf);
}

/** An escalation as its table has it. */
export type EscalationRow = ReturnType<typeof escalationRow>;

export function escalationRow(tx: Tx, escalation: StoredEscalation) {
  const { id, incidentId, scope, team, title, severity, reason, known, state, startedAt } = escalation;
  const head = {
    id,
    incident_id: incidentId,
    scope,
    team,
    title,
    severity,
    reason,
    known,
    started_at: startedAt,
  };
  return { ...head, state, ...cachesOf(tx, state) };
}

export async function saveState(tx: Tx, id: string, state: EscalationState): Promise<void> {
  await tx.db
    .updateTable('escalation')
    .set({ state: JSON.stringify(state), ...cachesOf(tx, state) })
    .where('id', '=', id)
    .execute();
}

function cachesOf(tx: Tx, state: EscalationState) {
  const next = nextAt(state);
  return {
    status: state.status,
    next_due_at: next === null ? null : new Date(next),
    ended_at: state.status === 'paging' ? null : tx.now,
  };
}

/** Escalations that look for somebody at this moment. */
export async function openEscalations(db: Kysely<DB>): Promise<{ id: string; incidentId: string }[]> {
  return db
    .selectFrom('escalation')
    .select(['id', 'incident_id as incidentId'])
    .where('status', '=', 'paging')
    .orderBy('id')
    .execute();
}

/** Of these escalations, those that nobody has answered or stopped. */
export async function unansweredOf(db: Kysely<DB>, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('escalation')
    .select('id')
    .where('id', 'in', [...ids])
    .where('status', 'in', ['paging', 'exhausted'])
    .execute();
  return rows.map(({ id }) => id);
}

/** Overdue escalations whose timer is gone. */
export async function overdueWithoutTimer(
  db: Kysely<DB>,
  timerPrefix: string,
): Promise<{ id: string; incidentId: string }[]> {
  const { rows } = await sql<{ id: string; incidentId: string }>`
    select e.id, e.incident_id as "incidentId" from escalation e
    where e.next_due_at < now() - interval '1 second'
      and not exists (select from timer t where t.key = ${timerPrefix} || e.id)
    order by e.next_due_at limit 500`.execute(db);
  return rows;
}

/** Escalation steps overdue by more than this, whatever their timers say; the latest first. */
export async function overdueSteps(
  db: Kysely<DB>,
  lateSMin: number,
): Promise<{ id: string; incidentId: string; lateS: number }[]> {
  const { rows } = await sql<{ id: string; incidentId: string; lateS: number }>`
    select id, incident_id as "incidentId", extract(epoch from now() - next_due_at)::float8 as "lateS" from escalation
    where next_due_at < now() - ${lateSMin} * interval '1 second'
    order by next_due_at limit 200`.execute(db);
  return rows;
}
