import { causeAnswer, causeVerdict, type CauseAnswer } from '@fieldmarshal/contract/localisation';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { candidateId } from '../core/live/candidates.ts';
import type { Judgement } from '../core/live/record.ts';

interface NewAnswer extends Omit<CauseAnswer, 'by' | 'at' | 'version'> {
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
  const shown: CauseAnswer = { answer, cause, faultKind, note, version, by: by.name, at: now.toISOString() };
  await db
    .updateTable('cause_case')
    .set({ answer: JSON.stringify(shown) })
    .where('id', '=', caseId)
    .execute();
}

const pastMax = 500;

/**
 * How often each candidate was the true cause of other incidents, in one environment and, where there is none, anywhere. What was said of
 * the incident itself is no evidence of its cause: the verdict would agree with it, and weights fitted on it would learn to.
 */
export async function loadPastCauses(
  db: Kysely<DB>,
  { environment, incidentId }: { readonly environment: string | null; readonly incidentId: string | null },
): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: 'product'; name: string; count: number }>`
    select kind, name, count(*)::int as count from (
      select answer #>> '{cause,kind}' as kind, answer #>> '{cause,name}' as name from cause_case
      where answer -> 'cause' is not null and answer -> 'cause' <> 'null'::jsonb
        and (${environment}::text is null or environment = ${environment})
        and incident_id is distinct from ${incidentId}::text
      order by id desc limit ${pastMax}) past
    group by kind, name`.execute(db);
  return Object.fromEntries(rows.map(({ kind, name, count }) => [candidateId({ kind, name }), count]));
}

const judgementsMax = 5_000;

/** The last answer to each incident since an instant, with the verdict that was seen, the newest first. */
export async function loadJudgements(db: Kysely<DB>, since: Date): Promise<Judgement[]> {
  const { rows } = await sql<{
    incident_id: string;
    environment: string | null;
    since: Date;
    version: number;
    answer: unknown;
    verdict: unknown;
  }>`
    select * from (
      select distinct on (a.case_id) a.id, c.incident_id, c.environment, c.since, a.version, c.answer, v.verdict
      from cause_answer a join cause_case c on c.id = a.case_id
      left join cause_verdict v on v.case_id = a.case_id and v.version = a.version
      where c.kind = 'incident' and c.answer is not null and a.at >= ${since}
      order by a.case_id, a.id desc) last
    order by id desc limit ${judgementsMax}`.execute(db);
  return rows.map((row) => ({
    incidentId: row.incident_id,
    environment: row.environment,
    since: row.since.toISOString(),
    version: row.version,
    verdict: causeVerdict.nullable().parse(row.verdict),
    answer: causeAnswer.parse(row.answer),
  }));
}
