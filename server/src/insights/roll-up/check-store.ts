import { sql, type Kysely } from 'kysely';
import type { DayWorth } from '#checks';
import type { DB } from '#platform';

/** Puts what checks were worth on the last days in place of what was there; older days stay. */
export async function storeWorth(db: Kysely<DB>, worth: readonly DayWorth[], days: number): Promise<void> {
  await sql`delete from insight_check_day where day > (now() at time zone 'UTC')::date - ${days}::int`.execute(
    db,
  );
  await sql`
    insert into insight_check_day (day, check_name, episodes, judged, real, concerned, seen, before_people)
    select day, "check", episodes, judged, real, concerned, seen, "beforePeople"
    from jsonb_to_recordset(${JSON.stringify(worth)}::jsonb) as w(day date, "check" text, episodes int, judged int, real int,
      concerned int, seen int, "beforePeople" int)
    where day > (now() at time zone 'UTC')::date - ${days}::int`.execute(db);
}
