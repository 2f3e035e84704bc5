import type { ActionState, Incident } from '@fieldmarshal/contract/incidents';
import type { ActionRow } from '@fieldmarshal/contract/incidents/review-schema';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import { cursorOf, type ActionPlace } from '../core/action-cursor.ts';

type Db = Kysely<DB>;

/** Renews the list's rows of an incident's actions, where they changed. */
export async function storeActions(db: Db, before: Incident, after: Incident): Promise<void> {
  const { actions } = after.review;
  if (before.review.actions === actions) return;
  const rows = actions.map((action) => ({
    number: Number(action.action.slice(1)),
    ...{ title: action.title, aim: action.aim, state: action.state, team: action.team },
    ...{ owner: action.owner?.person ?? null, owner_name: action.owner?.name ?? null },
    ...{ due_on: action.dueOn, tracker: action.ticket?.tracker ?? null },
    ...{ ticket: action.ticket?.key ?? null, ticket_url: action.ticket?.url ?? null },
    ...{ ticket_state: action.ticket?.state ?? null, ticket_state_at: action.ticket?.stateAt ?? null },
    ...{ added_at: action.addedAt, ended_at: action.endedAt },
  }));
  await sql`delete from incident_action where incident_id = ${after.id}`.execute(db);
  await sql`
    insert into incident_action (incident_id, drill, number, title, aim, state, team, owner, owner_name, due_on, tracker, ticket,
      ticket_url, ticket_state, ticket_state_at, added_at, ended_at)
    select ${after.id}, ${after.drill}, a.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(number int, title text, aim text,
      state text, team text, owner text, owner_name text, due_on date, tracker text, ticket text, ticket_url text, ticket_state text,
      ticket_state_at timestamptz, added_at timestamptz, ended_at timestamptz)`.execute(db);
}

export interface ActionQuery {
  readonly which: 'unfinished' | 'overdue' | 'ended' | 'all';
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly product?: string | undefined;
  readonly after: ActionPlace | null;
  readonly limit: number;
}

interface Row extends ActionPlace {
  readonly id: string;
  readonly title: string;
  readonly severity: ActionRow['severity'];
  readonly product: string | null;
  readonly name: string;
  readonly aim: ActionRow['aim'];
  readonly state: ActionState;
  readonly owner: string | null;
  readonly owner_name: string | null;
  readonly team: string | null;
  readonly overdue: boolean;
  readonly tracker: string | null;
  readonly ticket: string | null;
  readonly ticket_url: string | null;
  readonly ticket_state: string | null;
  readonly ticket_state_at: Date | null;
  readonly added_at: Date;
  readonly ended_at: Date | null;
}

/** Most urgent first: by day, those without one last; then the oldest. Drills' actions are left out. */
export async function listActionRows(
  db: Db,
  { which, owner, team, product, after, limit }: ActionQuery,
): Promise<{ items: ActionRow[]; nextCursor: string | null }> {
  const { rows } = await sql<Row>`
    select i.id, i.title, i.severity, i.product, a.title as name, a.aim, a.state, a.owner, a.owner_name, a.team, a.due_on::text as due,
      ${isOverdue} as overdue, a.tracker, a.ticket, a.ticket_url, a.ticket_state, a.ticket_state_at, a.added_at, a.ended_at, i.number as incident, a.number as action
    from incident_action a join incident i on i.id = a.incident_id
    where not a.drill
      and case ${which} when 'unfinished' then a.state in ('open', 'doing') when 'overdue' then ${isOverdue}
        when 'ended' then a.state in ('done', 'dropped') else true end
      and (${owner ?? null}::text is null or a.owner = ${owner ?? null})
      and (${team ?? null}::text is null or a.team = ${team ?? null})
      and (${product ?? null}::text is null or i.product = ${product ?? null})
      and (${after?.incident ?? null}::int is null or (coalesce(a.due_on, 'infinity'), i.number, a.number)
        > (coalesce(${after?.due ?? null}::date, 'infinity'), ${after?.incident ?? 0}, ${after?.action ?? 0}))
    order by coalesce(a.due_on, 'infinity'), i.number, a.number limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(rowOf), nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}

const isOverdue = sql<boolean>`coalesce(a.state in ('open', 'doing') and a.due_on < (now() at time zone 'UTC')::date, false)`;

function rowOf(row: Row): ActionRow {
  const { owner, tracker, ticket } = row;
  return {
    incidentId: row.id,
    incidentTitle: row.title,
    severity: row.severity,
    product: row.product,
    action: `A${row.action}`,
    title: row.name,
    aim: row.aim,
    state: row.state,
    owner: owner === null ? null : { person: owner, name: row.owner_name ?? owner },
    team: row.team,
    dueOn: row.due,
    overdue: row.overdue,
    ticket: tracker === null || ticket === null ? null : ticketOf(row, { tracker, key: ticket }),
    addedAt: row.added_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

function ticketOf(
  row: Row,
  { tracker, key }: { readonly tracker: string; readonly key: string },
): ActionRow['ticket'] {
  const stateAt = row.ticket_state_at?.toISOString() ?? null;
  return { tracker, key, url: row.ticket_url, state: row.ticket_state, stateAt };
}
