import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import type { Evidence, SignOff } from '../core/standing.ts';

type Db = Kysely<DB>;

export interface Enrolled {
  readonly ladder: string;
  readonly person: string;
  readonly mentor: string | null;
  readonly grantedAt: Date | null;
  readonly grantedBecause: string | null;
}

export async function loadEnrolled(db: Db): Promise<Enrolled[]> {
  const { rows } = await sql<Enrolled>`
    select ladder, person, mentor, granted_at as "grantedAt", granted_because as "grantedBecause"
    from training_person order by ladder, person`.execute(db);
  return rows;
}

export interface Enrolling {
  readonly ladder: string;
  readonly person: string;
  /** Undefined: as before; null: nobody. */
  readonly mentor: string | null | undefined;
  /** Undefined: as before; null: not by a word. */
  readonly grantedBecause: string | null | undefined;
}

export async function storeEnrolled(
  tx: Tx,
  { ladder, person, mentor, grantedBecause }: Enrolling,
): Promise<void> {
  const grantedAt = grantedBecause === null || grantedBecause === undefined ? null : tx.now;
  const [keepsMentor, keepsGrant] = [mentor === undefined, grantedBecause === undefined];
  await sql`
    insert into training_person (ladder, person, mentor, granted_at, granted_because, began_at)
    values (${ladder}, ${person}, ${mentor ?? null}, ${grantedAt}, ${grantedBecause ?? null}, ${tx.now})
    on conflict (ladder, person) do update set
      mentor = case when ${keepsMentor} then training_person.mentor else excluded.mentor end,
      granted_at = case when ${keepsGrant} then training_person.granted_at else excluded.granted_at end,
      granted_because = case when ${keepsGrant} then training_person.granted_because else excluded.granted_because end`.execute(
    tx.db,
  );
}

/** False where they were not on it. */
export async function deleteEnrolled(db: Db, ladder: string, person: string): Promise<boolean> {
  const { rows } =
    await sql`delete from training_person where ladder = ${ladder} and person = ${person} returning person`.execute(
      db,
    );
  return rows.length > 0;
}

/** False where there was none. */
export async function deleteSignOff(
  db: Db,
  { ladder, person, step, by }: Omit<SignOff, 'at' | 'note'> & { ladder: string; person: string },
): Promise<boolean> {
  const { rows } = await sql`
    delete from training_sign_off where ladder = ${ladder} and person = ${person} and step = ${step} and signed_by = ${by}
    returning step`.execute(db);
  return rows.length > 0;
}

export async function loadSignOffs(db: Db): Promise<(SignOff & { ladder: string; person: string })[]> {
  const { rows } = await sql<{
    ladder: string;
    person: string;
    step: string;
    by: string;
    note: string;
    at: Date;
  }>`
    select ladder, person, step, signed_by as by, note, at from training_sign_off order by at`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

export async function storeSignOff(
  tx: Tx,
  { ladder, person, step, by, note }: Omit<SignOff, 'at'> & { ladder: string; person: string },
): Promise<void> {
  await sql`
    insert into training_sign_off (ladder, person, step, signed_by, note, at)
    values (${ladder}, ${person}, ${step}, ${by}, ${note}, ${tx.now})
    on conflict (ladder, person, step, signed_by) do update set note = excluded.note, at = excluded.at`.execute(
    tx.db,
  );
}

interface EvidenceRow {
  person: string;
  shadowed: number;
  led: number;
  led_at: Date | null;
  handovers: number;
  reviews: number;
  drills: { score: number; at: number }[] | null;
}

const none = { shadowed: 0, led: 0, handovers: 0, reviews: 0 };

/**
 * What these people have done, from the logs of real incidents, handovers and drills. What was undone, and what was only a duplicate, does
 * not count. All of it, whoever asks (hence `public`): it is counted only, and whoever signs must not change who is qualified by what they
 * may not see themselves.
 */
export async function loadEvidence(db: Db, people: readonly string[]): Promise<Map<string, Evidence>> {
  const { rows } = await sql<EvidenceRow>`
    with who as (select unnest(${[...people]}::text[]) as person),
    held as (
      select e.data->>'person' as person, e.data->>'role' as role, e.incident_id, max(e.at) as at
      from public.incident_event e join public.incident i on i.id = e.incident_id
      where e.type = 'role-given' and not i.drill and i.merged_into is null
        and not coalesce(i.fold->'undone', '[]') @> to_jsonb(e.seq) and e.data->>'person' = any(${[...people]}) group by 1, 2, 3),
    written as (
      select e.actor->>'person' as person, count(distinct e.incident_id)::int as n
      from public.incident_event e join public.incident i on i.id = e.incident_id
      where e.type = 'review-written' and not i.drill and not coalesce(i.fold->'undone', '[]') @> to_jsonb(e.seq)
        and e.actor->>'person' = any(${[...people]}) group by 1)
    select w.person,
      (select count(*)::int from held h where h.person = w.person and h.role = 'shadow') as shadowed,
      (select count(*)::int from held h where h.person = w.person and h.role = 'field-marshal') as led,
      (select max(h.at) from held h where h.person = w.person and h.role = 'field-marshal') as led_at,
      (select count(*)::int from public.handover o where w.person in (o.signed_by, o.accepted_by)) as handovers,
      coalesce((select n from written r where r.person = w.person), 0) as reviews,
      (select json_agg(json_build_object('score', (d.result->>'score')::int, 'at', (extract(epoch from d.ended_at) * 1000)::float8))
        from public.drill d where d.trainee = w.person and d.ended_at is not null and d.result is not null) as drills
    from who w`.execute(db);
  return new Map(
    rows.map(({ person, drills, led_at: ledAt, ...counts }) => [
      person,
      { counts: { ...none, ...counts }, drills: drills ?? [], ledAt: ledAt?.getTime() ?? null },
    ]),
  );
}

/** Puts who is qualified now in place of who was: what schedules are held against. */
export async function storeQualified(
  db: Db,
  qualified: readonly { readonly ladder: string; readonly person: string }[],
): Promise<void> {
  await sql`delete from training_qualified`.execute(db);
  if (qualified.length === 0) return;
  await sql`
    insert into training_qualified (ladder, person)
    select ladder, person from jsonb_to_recordset(${JSON.stringify(qualified)}::jsonb) as q(ladder text, person text)`.execute(
    db,
  );
}
