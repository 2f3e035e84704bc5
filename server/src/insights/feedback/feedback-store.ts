import { bandEndsSeconds, type FeedbackAnswer, type Found } from '@fieldmarshal/contract/feedback';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import type { DayCount } from '../core/feedback.ts';

type Db = Kysely<DB>;

interface Counted {
  readonly dashboard: string;
  readonly screen: string;
  readonly release: string;
  readonly task: string;
  readonly found: Found;
  /** Null: no time was measured. */
  readonly band: number | null;
  /** When it was given. */
  readonly at: Date;
}

/** Whether nothing was taken under this key before; from now on something is. A second page that sends the same waits for the first. */
export async function isNewKey({ db, now }: Tx, key: string): Promise<boolean> {
  const { rows } = await sql`
    insert into feedback_key (key, at) values (${key}, ${now}) on conflict do nothing returning key`.execute(
    db,
  );
  return rows.length === 1;
}

/** Counts an answer on its day (UTC). */
export async function countAnswer({ db }: Tx, { found, band, at, ...of }: Counted): Promise<void> {
  const bands = [...bandEndsSeconds, null].map((_, index) => (index === band ? 1 : 0));
  const one = (word: Found): number => (found === word ? 1 : 0);
  await sql`
    insert into feedback_day as d (dashboard, screen, release, task, day, found_yes, found_partly, found_no, bands)
    values (${of.dashboard}, ${of.screen}, ${of.release}, ${of.task}, (${at}::timestamptz at time zone 'utc')::date,
      ${one('yes')}, ${one('partly')}, ${one('no')}, ${bands})
    on conflict (dashboard, day, screen, release, task) do update set found_yes = d.found_yes + excluded.found_yes,
      found_partly = d.found_partly + excluded.found_partly, found_no = d.found_no + excluded.found_no,
      bands = (select array_agg(a + b order by place) from unnest(d.bands, excluded.bands) with ordinality as both_ (a, b, place))`.execute(
    db,
  );
}

/** How many answers a dashboard has of the day (UTC) of an instant, and how many rows they are. */
export async function countOfDay(
  { db }: Tx,
  dashboard: string,
  at: Date,
): Promise<{ n: number; kinds: number }> {
  const { rows } = await sql<{ n: number; kinds: number }>`
    select coalesce(sum(found_yes + found_partly + found_no), 0)::int as n, count(*)::int as kinds
    from feedback_day where dashboard = ${dashboard} and day = (${at}::timestamptz at time zone 'utc')::date`.execute(
    db,
  );
  return rows[0] ?? { n: 0, kinds: 0 };
}

export type NewAnswer = Omit<FeedbackAnswer, 'state' | 'reply'>;

export async function insertAnswer({ db }: Tx, answer: NewAnswer): Promise<void> {
  const { id, dashboard, screen, release, task, found, words, by, at, dataAgeSeconds } = answer;
  await sql`
    insert into feedback_answer (id, dashboard, screen, release, task, found, words, at, person, person_name, data_age_seconds, state)
    values (${id}, ${dashboard}, ${screen}, ${release}, ${task}, ${found}, ${words}, ${new Date(at)}, ${by?.person ?? null},
      ${by?.name ?? null}, ${dataAgeSeconds}, 'open')`.execute(db);
}

export interface AnswersAsked {
  readonly limit: number;
  readonly after: number;
  readonly dashboard?: string | undefined;
  readonly screen?: string | undefined;
  readonly release?: string | undefined;
  readonly state?: string | undefined;
}

/** The newest first. */
export async function loadAnswers(db: Db, asked: AnswersAsked): Promise<FeedbackAnswer[]> {
  const fits = (column: 'dashboard' | 'screen' | 'release' | 'state') =>
    sql`(${asked[column] ?? null}::text is null or ${sql.ref(column)} = ${asked[column] ?? null})`;
  const { rows } = await sql<Row>`
    select * from feedback_answer where ${fits('dashboard')} and ${fits('screen')} and ${fits('release')} and ${fits('state')}
    order by at desc, id limit ${asked.limit} offset ${asked.after}`.execute(db);
  return rows.map(answerOf);
}

export async function loadAnswer(db: Db, id: string): Promise<FeedbackAnswer | null> {
  const { rows } = await sql<Row>`select * from feedback_answer where id = ${id} for update`.execute(db);
  return rows[0] ? answerOf(rows[0]) : null;
}

export async function storeAnswer(db: Db, { id, state, reply }: FeedbackAnswer): Promise<void> {
  await sql`
    update feedback_answer set state = ${state}, reply = ${reply?.text ?? null}, replied_by = ${reply?.by ?? null},
      replied_at = ${reply === null ? null : new Date(reply.at)} where id = ${id}`.execute(db);
}

/** Counts of so many days. */
export async function loadCounts(
  db: Db,
  { dashboard, days }: { readonly dashboard: string | undefined; readonly days: number },
): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
    select dashboard, screen, release, task, day::text as day, found_yes as yes, found_partly as partly, found_no as no, bands
    from feedback_day where day > (now() at time zone 'utc')::date - ${days}::int
      and (${dashboard ?? null}::text is null or dashboard = ${dashboard ?? null})
    order by day`.execute(db);
  return [...rows];
}

interface Row {
  readonly id: string;
  readonly dashboard: string;
  readonly screen: string;
  readonly release: string;
  readonly task: string;
  readonly found: Found;
  readonly words: string;
  readonly data_age_seconds: number | null;
  readonly at: Date;
  readonly person: string | null;
  readonly person_name: string | null;
  readonly state: FeedbackAnswer['state'];
  readonly reply: string | null;
  readonly replied_by: string | null;
  readonly replied_at: Date | null;
}

function answerOf({
  person,
  person_name: name,
  reply,
  replied_by: by,
  replied_at: at,
  data_age_seconds: dataAgeSeconds,
  ...row
}: Row): FeedbackAnswer {
  return {
    ...row,
    dataAgeSeconds,
    at: row.at.toISOString(),
    by: person === null ? null : { person, name: name ?? person },
    reply: reply === null || at === null ? null : { text: reply, by: by ?? '', at: at.toISOString() },
  };
}
