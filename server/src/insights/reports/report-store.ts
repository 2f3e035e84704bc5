import type { NewReport, Report } from '@fieldmarshal/contract/insights';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

type Db = Kysely<DB>;

interface Row extends Omit<Report, 'madeAt'> {
  readonly madeAt: Date;
}

const columns = sql`r.id, r.part, r.filter, r.every, r.people, r.made_by as "madeBy", r.made_at as "madeAt",
  (select max(to_day)::text from insight_report_sent s where s.report = r.id) as "lastSentTo"`;

/** The newest first; `of`: only those that go to somebody. */
export async function loadReports(db: Db, { of }: { readonly of?: string | null }): Promise<Report[]> {
  const { rows } = await sql<Row>`
    select ${columns} from insight_report r where ${of ?? null}::text is null or ${of ?? null} = any(r.people)
    order by r.made_at desc, r.id`.execute(db);
  return rows.map(({ madeAt, ...row }) => ({ ...row, madeAt: madeAt.toISOString() }));
}

export async function countReports(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from insight_report`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function insertReport(
  { db, now }: Tx,
  { id, part, filter, every, people, madeBy }: NewReport & Pick<Report, 'id' | 'madeBy'>,
): Promise<void> {
  await sql`
    insert into insight_report (id, part, filter, every, people, made_by, made_at)
    values (${id}, ${part}, ${JSON.stringify(filter)}::jsonb, ${every}, ${people}, ${madeBy}, ${now})`.execute(
    db,
  );
}

export async function deleteReport(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`delete from insight_report where id = ${id} returning id`.execute(db);
  return rows.length > 0;
}

/** Takes somebody off; a report that goes to nobody any more is gone. False where it did not go to them. */
export async function removePerson(db: Db, id: string, person: string): Promise<boolean> {
  const { rows } = await sql<{ people: string[] }>`
    update insight_report set people = array_remove(people, ${person}) where id = ${id} and ${person} = any(people)
    returning people`.execute(db);
  if (rows[0]?.people.length === 0) await deleteReport(db, id);
  return rows.length > 0;
}

export interface Sent {
  readonly report: string;
  readonly person: string;
  readonly from: string;
  readonly to: string;
}

/** Notes that a period goes to somebody now; false where it did before. */
export async function noteSent({ db, now }: Tx, { report, person, from, to }: Sent): Promise<boolean> {
  const { rows } = await sql`
    insert into insight_report_sent (report, person, from_day, to_day, sent_at)
    select ${report}, ${person}, ${from}::date, ${to}::date, ${now} where exists (select from insight_report where id = ${report})
    on conflict do nothing returning report`.execute(db);
  return rows.length > 0;
}

export async function loadSent(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select report || ' ' || person || ' ' || from_day as key from insight_report_sent where sent_at > now() - interval '100 days'`.execute(
    db,
  );
  return new Set(rows.map(({ key }) => key));
}
