import { hindsightAnswer, type Hindsight } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { IncidentRow } from './court-store.ts';

type Db = Kysely<DB>;

const answerRow = z.object({
  incident_id: z.string(),
  answer: hindsightAnswer,
  note: z.string(),
  answered_by: z.string(),
  answered_at: z.date(),
});
export type AnswerRow = z.output<typeof answerRow>;

/** What people said of these incidents, by their ids; those that nobody answered are left out. */
export async function loadAnswers(db: Db, ids: readonly string[]): Promise<Map<string, AnswerRow>> {
  const { rows } = await sql`select * from check_hindsight where incident_id = any(${ids}::text[])`.execute(
    db,
  );
  return new Map(
    z
      .array(answerRow)
      .parse(rows)
      .map((row) => [row.incident_id, row]),
  );
}

export function answerOf(row: AnswerRow | undefined): Hindsight['answer'] {
  if (row === undefined) return null;
  const { answer, note, answered_by: by, answered_at: at } = row;
  return { answer, note, by, at: at.toISOString() };
}

/** Also one that was a drill, or of no product; null where there is none. */
export async function loadIncident(db: Db, id: string): Promise<IncidentRow | null> {
  const { rows } = await sql<IncidentRow>`
    select id, title, product, environment, declared_at, resolved_at, origin_kind is null as by_person from incident
    where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Null takes back what was said. */
export async function storeAnswer(
  tx: Tx,
  incident: string,
  given: { readonly answer: string; readonly note: string; readonly by: string } | null,
): Promise<void> {
  await (
    given === null
      ? sql`delete from check_hindsight where incident_id = ${incident}`
      : sql`
        insert into check_hindsight (incident_id, answer, note, answered_by, answered_at)
        values (${incident}, ${given.answer}, ${given.note}, ${given.by}, now())
        on conflict (incident_id) do update set answer = excluded.answer, note = excluded.note,
          answered_by = excluded.answered_by, answered_at = excluded.answered_at`
  ).execute(tx.db);
}
