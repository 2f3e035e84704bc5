import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

/** Whether it is new: false where it was asked for already. */
export async function addMark({ db, now }: Tx, subject: string): Promise<boolean> {
  const { rows } = await sql<{ marks: number }>`
    insert into cause_due (subject, marks, at) values (${subject}, 1, ${now})
    on conflict (subject) do update set marks = cause_due.marks + 1 returning marks`.execute(db);
  return rows[0]?.marks === 1;
}

export async function readMarks(db: Kysely<DB>, subject: string): Promise<number> {
  const row = await db
    .selectFrom('cause_due')
    .select('marks')
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.marks ?? 0;
}

/** Ends the asking where nothing was asked since `marks` was read; false: it goes on, counted anew from 1. */
export async function settleMarks({ db }: Tx, subject: string, marks: number): Promise<boolean> {
  const { rows } = await sql<{ marks: number }>`
    select marks from cause_due where subject = ${subject} for update`.execute(db);
  const found = rows[0]?.marks ?? 0;
  if (found > marks) {
    await sql`update cause_due set marks = 1 where subject = ${subject}`.execute(db);
    return false;
  }
  await sql`delete from cause_due where subject = ${subject}`.execute(db);
  return true;
}
