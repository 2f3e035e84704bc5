import {
  pageRing,
  pageState,
  type PageDetail,
  type PageSummary,
  type pageListInput,
} from '@fieldmarshal/contract/oncall';
import { severity } from '@fieldmarshal/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { shownDestination } from '#delivery';
import { permit } from '#identity';
import { AppError, notFound, type Ctx } from '#platform';
import { displayName } from '../roster/who-is-on-call.ts';
import { nextStepOf } from './next-step.ts';

const columns = [
  'id',
  'incident_id',
  'person',
  'team',
  'title',
  'severity',
  'reason',
  'state',
  'opened_at',
  'ended_at',
  'answered_by',
  'ended_why',
  'shadow_of',
  'shadow_leads',
] as const;

interface Row {
  id: string;
  incident_id: string;
  person: string;
  team: string | null;
  title: string;
  severity: string | null;
  reason: string;
  state: string;
  opened_at: Date;
  ended_at: Date | null;
  answered_by: string | null;
  ended_why: string | null;
  shadow_of: string | null;
  shadow_leads: boolean;
}

/** Pages, newest first. */
export async function listPages(
  ctx: Ctx,
  { limit, cursor, incident, person, state }: z.output<typeof pageListInput>,
): Promise<{ items: PageSummary[]; nextCursor: string | null }> {
  permit(ctx, 'page.read');
  const catalog = await readCatalog(ctx.env);
  let query = ctx.env.databases[ctx.pool]
    .selectFrom('page')
    .select(columns)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (incident !== undefined) query = query.where('incident_id', '=', incident);
  if (person !== undefined) query = query.where('person', '=', person === 'me' ? me(ctx) : person);
  if (state !== undefined) query = query.where('state', '=', state);
  if (cursor !== undefined)
    query = query.where(
      sql<boolean>`(opened_at, id) < (select opened_at, id from page where id = ${cursor})`,
    );
  const found = await query.execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => summaryOf(row, catalog)),
    nextCursor: found.length > limit && last ? last.id : null,
  };
}

function me(ctx: Ctx): string {
  const { actor } = ctx;
  const person = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  if (person === null)
    throw new AppError('invalid', 'This key belongs to nobody, so it has no pages of its own.', {
      faults: [{ path: 'person', message: 'must be a name' }],
    });
  return person;
}

function summaryOf(row: Row, catalog: Catalog): PageSummary {
  return {
    id: row.id,
    incidentId: row.incident_id,
    person: row.person,
    displayName: displayName(catalog, row.person),
    team: row.team,
    title: row.title,
    severity: severity.nullable().parse(row.severity),
    reason: row.reason,
    state: pageState.parse(row.state),
    openedAt: row.opened_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    answeredBy: row.answered_by,
    endedWhy: row.ended_why,
    shadow:
      row.shadow_of === null
        ? null
        : {
            person: row.shadow_of,
            displayName: displayName(catalog, row.shadow_of),
            leads: row.shadow_leads,
          },
  };
}

/** One page with every attempt and why. */
export async function readPage(ctx: Ctx, { id }: { id: string }): Promise<PageDetail> {
  permit(ctx, 'page.read');
  const catalog = await readCatalog(ctx.env);
  const db = ctx.env.databases[ctx.pool];
  const row = await db.selectFrom('page').select(columns).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Page ${id}`);
  const next = row.state === 'open' ? await nextStepOf(ctx.env, db, id) : null;
  return {
    ...summaryOf(row, catalog),
    rings: await ringsOf(ctx, id),
    nextStepAt: next === null ? null : new Date(next.dueAt).toISOString(),
    nextPeople: next?.people.map((person) => displayName(catalog, person)) ?? [],
  };
}

async function ringsOf(ctx: Ctx, pageId: string): Promise<PageDetail['rings']> {
  const { rows } = await sql<Record<string, unknown>>`
    select r.escalation_id as "escalationId", r.ring, r.channel, r.destination, r.why, ${wire('r.due_at')} as "dueAt",
      ${wire('r.made_at')} as "madeAt", r.outcome, r.detail, d.id::text as "deliveryId",
      coalesce((select jsonb_agg(jsonb_build_object('attempt', a.attempt, 'startedAt', ${wire('a.started_at')},
          'endedAt', ${wire('a.ended_at')}, 'outcome', a.outcome, 'detail', a.detail) order by a.attempt)
        from delivery_attempt a where a.delivery_id = d.id), '[]') as tries
    from page_ring r left join delivery d on d.key = r.delivery_key
    where r.page_id = ${pageId} order by r.made_at, r.ring, r.method`.execute(ctx.env.databases[ctx.pool]);
  return z
    .array(pageRing)
    .parse(rows)
    .map((ring) => ({ ...ring, destination: shownDestination(ring) }));
}

/** An instant as it goes over the wire. */
function wire(column: string) {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
