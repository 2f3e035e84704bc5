import type { CauseAnswer } from '@fieldmarshal/contract/localisation';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { candidateId } from '../core/live/candidates.ts';

interface NewAnswer extends Omit<CauseAnswer, 'by' | 'at'> {
  readonly caseId: number;
  readonly version: number;
  readonly by: { readonly id: string; readonly name: string };
}

/** Appends what somebody said, and makes it what counts. */
export async function storeAnswer(
  { db, now }: Tx,
  { caseId, version, answer, cause, faultKind, note, by }: NewAnswer,
): Promise<void> {
  await db
    .insertInto('cause_answer')
    .values({
      case_id: caseId,
      version,
      answer,
      kind: cause?.kind ?? null,
      name: cause?.name ?? null,
      fault_kind: faultKind,
      note,
      by_id: by.id,
      by_name: by.name,
      at: now,
    })
    .execute();
  const shown: CauseAnswer = { answer, cause, faultKind, note, by: by.name, at: now.toISOString() };
  await db
    .updateTable('cause_case')
    .set({ answer: JSON.stringify(shown) })
    .where('id', '=', caseId)
    .execute();
}

const pastMax = 500;

/** How often each candidate was the true cause of incidents before, in one environment and, where there is none, anywhere. */
export async function loadPastCauses(
  db: Kysely<DB>,
  environment: string | null,
): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: 'product'; name: string; count: number }>`
    select kind, name, count(*)::int as count from (
      select answer #>> '{cause,kind}' as kind, answer #>> '{cause,name}' as name from cause_case
      where answer -> 'cause' is not null and answer -> 'cause' <> 'null'::jsonb
        and (${environment}::text is null or environment = ${environment})
      order by id desc limit ${pastMax}) past
    group by kind, name`.execute(db);
  return Object.fromEntries(rows.map(({ kind, name, count }) => [candidateId({ kind, name }), count]));
}
