import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import type { ChannelName } from '#delivery';
import type { Known } from '../core/page-message.ts';
import type { EscalationRow } from '../store.ts';

export interface NewPage {
  readonly id: string;
  readonly incidentId: string;
  readonly person: string;
  readonly tokenHash: string;
  readonly title: string;
  readonly severity: string | null;
  readonly reason: string;
  readonly known: readonly Known[];
  readonly team: string | null;
  /** Whom this person shadows by it; null = they are asked for themselves. */
  readonly shadowOf: string | null;
  readonly shadowLeads: boolean;
}

export interface NewRing {
  readonly pageId: string;
  readonly escalationId: string;
  readonly ring: string;
  readonly method: number;
  readonly channel: ChannelName;
  readonly destination: string;
  readonly deliveryKey: string;
  readonly why: string;
  readonly dueAt: Date;
}

export interface OpenPage {
  readonly id: string;
  readonly person: string;
  readonly shadowOf: string | null;
}

/** The open pages of these people for an incident, by person. */
export async function openPagesOf(
  db: Kysely<DB>,
  incidentId: string,
  people: readonly string[],
): Promise<Map<string, OpenPage>> {
  const rows = await db
    .selectFrom('page')
    .select(['id', 'person', 'shadow_of as shadowOf'])
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'open')
    .where('person', 'in', [...people])
    .execute();
  return new Map(rows.map((row) => [row.person, row]));
}

/** Of these people, those who have answered an incident as shadows. */
export async function answeredAsShadow(
  db: Kysely<DB>,
  incidentId: string,
  people: readonly string[],
): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const rows = await db
    .selectFrom('page')
    .select('person')
    .where('incident_id', '=', incidentId)
    .where('person', 'in', [...people])
    .where('shadow_of', 'is not', null)
    .where('state', 'in', ['acknowledged', 'declined'])
    .execute();
  return new Set(rows.map(({ person }) => person));
}

/** Whether an incident knows a person as a shadow and as nothing else. */
export async function isOnlyShadow(db: Kysely<DB>, incidentId: string, person: string): Promise<boolean> {
  const rows = await db
    .selectFrom('page')
    .select('shadow_of as shadowOf')
    .where('incident_id', '=', incidentId)
    .where('person', '=', person)
    .execute();
  return rows.length > 0 && rows.every(({ shadowOf }) => shadowOf !== null);
}

/** Who follows the incident as a shadow of a person, and is to lead once that person has acknowledged; null where nobody is. */
export async function heirOf(db: Kysely<DB>, incidentId: string, person: string): Promise<string | null> {
  const row = await db
    .selectFrom('page')
    .select('person')
    .where('incident_id', '=', incidentId)
    .where('shadow_of', '=', person)
    .where('shadow_leads', '=', true)
    .where('state', '=', 'acknowledged')
    .orderBy('ended_at')
    .limit(1)
    .executeTakeFirst();
  return row?.person ?? null;
}

interface RecentRing {
  readonly pageId: string;
  readonly channel: string;
  readonly destination: string;
  readonly deliveryKey: string;
}

/** Messages of other escalations that are fresh and not given up: a person is not sent the same again by the second escalation. */
export async function recentRings(
  tx: Tx,
  { pageIds, escalationId, withinMs }: { pageIds: readonly string[]; escalationId: string; withinMs: number },
): Promise<RecentRing[]> {
  if (pageIds.length === 0) return [];
  return tx.db
    .selectFrom('page_ring')
    .select(['page_id as pageId', 'channel', 'destination', 'delivery_key as deliveryKey'])
    .where('page_id', 'in', [...pageIds])
    .where('escalation_id', '<>', escalationId)
    .where('made_at', '>', new Date(tx.now.getTime() - withinMs))
    .where((where) => where.or([where('outcome', 'is', null), where('outcome', '<>', 'failed')]))
    .execute();
}

interface NewRows {
  /** A new escalation, stored with its first rings. */
  readonly escalation: EscalationRow | null;
  readonly pages: readonly NewPage[];
  readonly rings: readonly NewRing[];
}

/** Stores an escalation, pages and rings in one statement: every round trip stands between an alert and its page. */
export async function insertRings(tx: Tx, { escalation, pages, rings }: NewRows): Promise<void> {
  await sql`
    with new_escalation as (
      insert into escalation (id, incident_id, scope, team, title, severity, reason, known, state, status, next_due_at, started_at, ended_at)
      select id, incident_id, scope, team, title, severity, reason, known, state, status, next_due_at, started_at, ended_at
      from jsonb_populate_recordset(null::escalation, ${JSON.stringify(escalation === null ? [] : [escalation])}::jsonb)),
    new_page as (
      insert into page (id, incident_id, person, token_hash, title, severity, reason, known, team, shadow_of, shadow_leads, state, opened_at)
      select id, "incidentId", person, "tokenHash", title, severity, reason, known, team, "shadowOf", "shadowLeads", 'open', now()
      from jsonb_to_recordset(${JSON.stringify(pages)}::jsonb) as n(id text, "incidentId" text, person text, "tokenHash" text,
        title text, severity text, reason text, known jsonb, team text, "shadowOf" text, "shadowLeads" boolean))
    insert into page_ring (page_id, escalation_id, ring, method, channel, destination, delivery_key, why, due_at, made_at)
    select "pageId", "escalationId", ring, method, channel, destination, "deliveryKey", why, "dueAt", now()
    from jsonb_to_recordset(${JSON.stringify(rings)}::jsonb) as n("pageId" text, "escalationId" text, ring text, method int,
      channel text, destination text, "deliveryKey" text, why text, "dueAt" timestamptz)`.execute(tx.db);
}

export interface RingOfDelivery {
  readonly pageId: string;
  readonly escalationId: string;
  readonly ring: string;
  readonly method: number;
  readonly person: string;
  readonly team: string | null;
  /** Whom they shadow by it. */
  readonly shadowOf: string | null;
  /** The last attempt told before this one. */
  readonly toldAttempt: number;
}

interface RingOutcome {
  readonly deliveryKey: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly detail: string;
}

/** Notes what became of a message on every ring that it carries, unless a later attempt is noted already. */
export async function recordRingOutcome(
  tx: Tx,
  { deliveryKey, attempt, outcome, detail }: RingOutcome,
): Promise<RingOfDelivery[]> {
  const { rows } = await sql<RingOfDelivery>`
    with before as (select ctid, told_attempt from page_ring where delivery_key = ${deliveryKey}),
    noted as (
      update page_ring r set outcome = ${outcome}, outcome_at = now(), detail = ${detail}, told_attempt = ${attempt}
      from before b where r.ctid = b.ctid and b.told_attempt <= ${attempt})
    select r.page_id as "pageId", r.escalation_id as "escalationId", r.ring, r.method, p.person, p.team, p.shadow_of as "shadowOf", b.told_attempt as "toldAttempt"
    from before b join page_ring r on r.ctid = b.ctid join page p on p.id = r.page_id`.execute(tx.db);
  return rows;
}

export interface StoredPage {
  readonly id: string;
  readonly incidentId: string;
  readonly person: string;
  readonly team: string | null;
  readonly title: string;
  readonly severity: string | null;
  readonly state: string;
  readonly answeredBy: string | null;
  readonly endedWhy: string | null;
  readonly shadowOf: string | null;
  readonly shadowLeads: boolean;
}

export const pageColumns = [
  'id',
  'incident_id as incidentId',
  'person',
  'team',
  'title',
  'severity',
  'state',
  'answered_by as answeredBy',
  'ended_why as endedWhy',
  'shadow_of as shadowOf',
  'shadow_leads as shadowLeads',
] as const;

export async function loadPage(db: Kysely<DB>, id: string): Promise<StoredPage | null> {
  return (await db.selectFrom('page').select(pageColumns).where('id', '=', id).executeTakeFirst()) ?? null;
}

interface Ending {
  readonly state: 'acknowledged' | 'declined' | 'closed';
  readonly by: string | null;
  readonly byPerson: string | null;
  readonly why: string;
}

export async function endPage(tx: Tx, id: string, { state, by, byPerson, why }: Ending): Promise<void> {
  await tx.db
    .updateTable('page')
    .set({ state, answered_by: by, answered_by_person: byPerson, ended_why: why, ended_at: tx.now })
    .where('id', '=', id)
    .execute();
}

/** Closes the open pages of an incident that no unanswered escalation asks for any more. Returns their ids. */
export async function closeUnwanted(
  tx: Tx,
  incidentId: string,
  { by, why }: { by: string | null; why: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update page p set state = 'closed', answered_by = ${by}, ended_why = ${why}, ended_at = now()
    where p.incident_id = ${incidentId} and p.state = 'open' and not exists (
      select from page_ring r join escalation e on e.id = r.escalation_id
      where r.page_id = p.id and e.status in ('paging', 'exhausted'))
    returning id`.execute(tx.db);
  return rows.map((row) => row.id);
}

/** The last ring with which an escalation asked by this page. */
export async function lastRing(tx: Tx, pageId: string, escalationId: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('page_ring')
    .select('ring')
    .where('page_id', '=', pageId)
    .where('escalation_id', '=', escalationId)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ring ?? null;
}
