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

/** Of a `cause_case c`: whether what people said of it counts. What was said of a failing group does until it is said of its incident. */
export const counts = sql<boolean>`(c.kind = 'incident' or not exists (
  select from cause_case i where i.incident_id = c.group_incident and i.answer is not null))`;

const pastMax = 500;

interface Own {
  readonly environment: string | null;
  readonly incidentId: string | null;
  /** Case of the failing group that is looked at; null: it is none, or a new one. */
  readonly group: number | null;
}

/**
 * How often each candidate was the true cause of other failures, in one environment and, where there is none, anywhere. What was said of
 * the failure itself is no evidence of its cause: the verdict would agree with it, and weights fitted on it would learn to.
 */
export async function loadPastCauses(
  db: Kysely<DB>,
  { environment, incidentId, group }: Own,
): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: 'product'; name: string; count: number }>`
    select kind, name, count(*)::int as count from (
      select answer #>> '{cause,kind}' as kind, answer #>> '{cause,name}' as name from cause_case c
      where answer -> 'cause' is not null and answer -> 'cause' <> 'null'::jsonb and ${counts}
        and (${environment}::text is null or environment = ${environment})
        and (${incidentId}::text is null or coalesce(incident_id, group_incident) is distinct from ${incidentId}::text)
        and id is distinct from ${group}::bigint
      order by id desc limit ${pastMax}) past
    group by kind, name`.execute(db);
  return Object.fromEntries(rows.map(({ kind, name, count }) => [candidateId({ kind, name }), count]));
}

const judgementsMax = 5_000;

/** The last answer to each incident and failing group since an instant, with the verdict that was seen, the newest first. */
export async function loadJudgements(db: Kysely<DB>, since: Date): Promise<Judgement[]> {
  const { rows } = await sql<{
    incident_id: string | null;
    case_id: number;
    environment: string | null;
    since: Date;
    version: number;
    answer: unknown;
    verdict: unknown;
  }>`
    select * from (
      select distinct on (a.case_id) a.id, a.case_id, c.incident_id, c.environment, c.since, a.version, c.answer, v.verdict
      from cause_answer a join cause_case c on c.id = a.case_id
      left join cause_verdict v on v.case_id = a.case_id and v.version = a.version
      where c.answer is not null and a.at >= ${since} and ${counts}
      order by a.case_id, a.id desc) last
    order by id desc limit ${judgementsMax}`.execute(db);
  return rows.map((row) => ({
    incidentId: row.incident_id,
    group: row.incident_id === null ? String(row.case_id) : null,
    environment: row.environment,
    since: row.since.toISOString(),
    version: row.version,
    verdict: causeVerdict.nullable().parse(row.verdict),
    answer: causeAnswer.parse(row.answer),
  }));
}
