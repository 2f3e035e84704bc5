import type { Overview } from '@fieldmarshal/contract/insights';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '#platform';
import { filtered, type Wanted } from './store.ts';

/** How good the first assessments of impact were, over the incidents that count. */
export async function loadScores(
  db: Kysely<DB>,
  { start, end, filter }: Pick<Wanted, 'start' | 'end' | 'filter'>,
): Promise<Overview['firstAssessment']> {
  const { rows } = await sql<Overview['firstAssessment']>`
    select count(*)::int as scored, ${ratiosOf('precision')}, ${ratiosOf('recall')}
    from insight_incident r join impact m on m.incident_id = r.incident_id
    where r.counts and m.score is not null and r.declared_at >= ${new Date(start)} and r.declared_at < ${new Date(end)}
      ${filtered(filter)}`.execute(db);
  return rows[0] ?? none;
}

const none = {
  ...{ scored: 0, precision: null, precisionP10: null, precisionN: 0 },
  ...{ recall: null, recallP10: null, recallN: 0 },
};

/** What half of them reach, what nine of ten do (nearest rank from above), and how many there are. */
function ratiosOf(name: 'precision' | 'recall'): RawBuilder<unknown> {
  const value = sql`(m.score->>${sql.lit(name)})::float8`;
  return sql`percentile_disc(0.5) within group (order by ${value}) as ${sql.ref(name)},
    percentile_disc(0.9) within group (order by ${value} desc) as ${sql.ref(`${name}P10`)},
    count(${value})::int as ${sql.ref(`${name}N`)}`;
}
