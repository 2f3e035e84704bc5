import type { Overview } from '@fieldmarshal/contract/insights';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import { filtered, type Wanted } from './store.ts';

/** How good the first assessments of impact were, over the incidents that count. */
export async function loadScores(
  db: Kysely<DB>,
  { start, end, filter }: Pick<Wanted, 'start' | 'end' | 'filter'>,
): Promise<Overview['firstAssessment']> {
  const { rows } = await sql<Overview['firstAssessment']>`
    select count(*)::int as scored, avg((m.score->>'precision')::float8) as precision, avg((m.score->>'recall')::float8) as recall
    from insight_incident r join impact m on m.incident_id = r.incident_id
    where r.counts and m.score is not null and r.declared_at >= ${new Date(start)} and r.declared_at < ${new Date(end)}
      ${filtered(filter)}`.execute(db);
  return rows[0] ?? { scored: 0, precision: null, recall: null };
}
