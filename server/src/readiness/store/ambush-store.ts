import type { Destination } from '@fieldmarshal/contract/delivery';
import type { AmbushConsent } from '@fieldmarshal/contract/readiness';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

type Db = Kysely<DB>;

/** A way that is rung so many ms after the first; null: only where the ones before failed. */
export interface LaterWay extends Destination {
  readonly afterMs: number | null;
}

export interface AmbushRow {
  readonly id: string;
  readonly plan: string;
  readonly schedule: string;
  readonly person: string;
  readonly askedAt: Date;
  readonly answerBy: Date;
  readonly state: 'waiting' | 'answered' | 'missed' | 'called-off';
  readonly answerMs: number | null;
  readonly why: string | null;
  readonly waysLeft: readonly LaterWay[];
  readonly tests: readonly string[];
}

const columns = sql`id, plan, schedule, person, asked_at as "askedAt", answer_by as "answerBy", state, answer_ms::float8 as "answerMs", why,
  ways_left as "waysLeft", tests`;

export async function loadConsents(
  db: Db,
): Promise<Map<string, { readonly consent: AmbushConsent; readonly decidedAt: Date }>> {
  const { rows } = await sql<{ person: string; consent: AmbushConsent; decidedAt: Date }>`
    select person, consent, decided_at as "decidedAt" from ambush_consent`.execute(db);
  return new Map(rows.map(({ person, ...rest }) => [person, rest]));
}

export async function storeConsent({ db, now }: Tx, person: string, consent: AmbushConsent): Promise<void> {
  await sql`
    insert into ambush_consent (person, consent, decided_at) values (${person}, ${consent}, ${now})
    on conflict (person) do update set consent = excluded.consent, decided_at = excluded.decided_at`.execute(
    db,
  );
}

/** Tests of the last 90 days, the newest first. `people` left out: of everybody. */
export async function loadAmbushes(
  db: Db,
  { people, limit }: { readonly people?: readonly string[]; readonly limit: number },
): Promise<AmbushRow[]> {
  const { rows } = await sql<AmbushRow>`
    select ${columns} from ambush where asked_at > now() - interval '90 days'
      and (${people ?? null}::text[] is null or person = any(${people ?? null}))
    order by asked_at desc, id limit ${limit}`.execute(db);
  return [...rows];
}

/** One that waits, with what came of its messages. */
export interface Waiting extends AmbushRow {
  readonly answeredAt: Date | null;
  readonly allFailed: boolean;
}

export async function loadWaiting(db: Db): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select ${columns}, came."answeredAt", came."allFailed" from ambush a cross join lateral (
      select min(t.answered_at) as "answeredAt", coalesce(bool_and(coalesce(d.state, 'failed') in ('failed', 'cancelled')), true) as "allFailed"
      from contact_test t left join delivery d on d.key = t.delivery_key where t.id = any(a.tests)) came
    where a.state = 'waiting' order by a.asked_at for update of a`.execute(db);
  return [...rows];
}

export async function storeAmbush(db: Db, row: AmbushRow): Promise<void> {
  await sql`
    insert into ambush (id, plan, schedule, person, asked_at, answer_by, state, answer_ms, why, ways_left, tests)
    values (${row.id}, ${row.plan}, ${row.schedule}, ${row.person}, ${row.askedAt}, ${row.answerBy}, ${row.state}, ${row.answerMs}, ${row.why},
      ${JSON.stringify(row.waysLeft)}::jsonb, ${[...row.tests]})
    on conflict (id) do update set state = excluded.state, answer_ms = excluded.answer_ms, why = excluded.why,
      ways_left = excluded.ways_left, tests = excluded.tests`.execute(db);
}

export async function loadTurns(db: Db): Promise<Map<string, number>> {
  const rows = await db.selectFrom('ambush_turn').selectAll().execute();
  return new Map(rows.map(({ plan, person, due_at: due }) => [`${plan} ${person}`, due.getTime()]));
}

export async function storeTurn(
  db: Db,
  { plan, person, dueAt }: { readonly plan: string; readonly person: string; readonly dueAt: number },
): Promise<void> {
  await sql`
    insert into ambush_turn (plan, person, due_at) values (${plan}, ${person}, ${new Date(dueAt)})
    on conflict (plan, person) do update set due_at = excluded.due_at`.execute(db);
}

/** A real incident of the worst severity that is open; one that is hidden from whoever asks burns all the same (hence `public`). */
export async function openSev1(db: Db): Promise<{ readonly id: string; readonly isSeen: boolean } | null> {
  const { rows } = await sql<{ id: string; isSeen: boolean }>`
    select i.id, exists (select from incident s where s.id = i.id) as "isSeen" from public.incident i
    where i.is_open and not i.drill and i.severity = 'SEV1' and i.merged_into is null order by "isSeen" desc, i.number limit 1`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Who leads an incident that is open, a drill's too, or is being paged. */
export async function busyPeople(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ person: string }>`
    select field_marshal as person from incident where is_open and field_marshal is not null
    union select person from page where state = 'open'`.execute(db);
  return new Set(rows.map(({ person }) => person));
}
