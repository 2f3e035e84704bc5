import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { tokenHash } from '#delivery';
import type { Env } from '#platform';
import { nextStepOf } from '../pages/next-step.ts';
import { pageColumns, type StoredPage } from '../pages/page-store.ts';
import { knownLines } from '../store.ts';
import { displayName } from '../roster/who-is-on-call.ts';
import type { AnswerView } from './page-html.ts';

/** How long a link still shows what became of its page. */
const showEndedDays = 7;

interface Row {
  id: string;
  incidentId: string;
  person: string;
  team: string | null;
  title: string;
  severity: string | null;
  state: AnswerView['state'];
  answeredBy: string | null;
  endedWhy: string | null;
  shadowOf: string | null;
  shadowLeads: boolean;
  reason: string;
  known: unknown;
  openedAt: Date;
  endedAt: Date | null;
  why: string;
  now: Date;
}

/** The page a token opens, or null where it opens none, or none any more. */
export async function findByToken(env: Env, token: string): Promise<Row | null> {
  // Only what could be a token is looked up.
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const { rows } = await sql<Row>`
    select id, incident_id as "incidentId", person, team, title, severity, state, answered_by as "answeredBy", ended_why as "endedWhy",
      shadow_of as "shadowOf", shadow_leads as "shadowLeads",
      reason, known, opened_at as "openedAt", ended_at as "endedAt", now() as now,
      coalesce((select why from page_ring where page_id = page.id order by made_at, ring, method limit 1), '') as why
    from page where token_hash = ${tokenHash(token)}
      and (ended_at is null or ended_at > now() - ${showEndedDays} * interval '1 day')`.execute(
    env.databases.web,
  );
  return rows[0] ?? null;
}

/** The other pages this person has to answer, by id; the oldest first. */
export async function openPagesOfPerson(env: Env, person: string): Promise<StoredPage[]> {
  return env.databases.web
    .selectFrom('page')
    .select(pageColumns)
    .where('person', '=', person)
    .where('state', '=', 'open')
    .orderBy('opened_at')
    .limit(100)
    .execute();
}

export async function viewOf(env: Env, row: Row): Promise<AnswerView> {
  const catalog = await readCatalog(env);
  const { config } = env;
  const next = await nextStepOf(env, env.databases.web, row.id);
  const base = config.publicUrl ?? `http://localhost:${config.port}`;
  return {
    ...row,
    incidentUrl: `${base}/incidents/${encodeURIComponent(row.incidentId)}`,
    person: displayName(catalog, row.person),
    shadowOf: row.shadowOf === null ? null : displayName(catalog, row.shadowOf),
    known: knownLines.parse(row.known),
    next:
      next === null || next.people.length === 0
        ? null
        : { people: next.people.map((each) => displayName(catalog, each)), dueAt: new Date(next.dueAt) },
    open: await openPagesOfPerson(env, row.person),
  };
}
