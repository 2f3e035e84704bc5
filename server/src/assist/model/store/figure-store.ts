import type { ModelFigures } from '@fieldmarshal/contract/assist';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

/** What became of the calls since an instant, by text and mode; tries of a provider are none of them. */
export async function loadFigures(db: Kysely<DB>, since: Date): Promise<ModelFigures> {
  const [figures, refusals] = await Promise.all([
    sql<ModelFigures['items'][number]>`
      select feature, mode, count(*)::int as calls, count(*) filter (where failed)::int as failed,
        count(*) filter (where origin = 'rules' and not failed)::int as "nothingShown",
        coalesce(sum(jsonb_array_length(verdicts)), 0)::int as sentences,
        coalesce(sum((select count(*) from jsonb_array_elements(verdicts) v where (v->>'shown')::boolean)), 0)::int as passed,
        percentile_cont(0.5) within group (order by ms) as "msMedian", percentile_cont(0.95) within group (order by ms) as "msP95",
        sum(tokens_in + tokens_out)::float8 as tokens, sum(cost)::float8 as cost,
        count(*) filter (where action = 'accepted')::int as accepted, count(*) filter (where action = 'dismissed')::int as dismissed,
        count(*) filter (where action = 'copied')::int as copied, count(*) filter (where action = 'edited')::int as edited,
        (avg(edit_distance) filter (where action = 'edited'))::float8 as "wordsChanged"
      from model_run where at >= ${since} and feature <> 'probe' group by feature, mode order by feature, mode`.execute(
      db,
    ),
    sql<ModelFigures['refusals'][number]>`
      select fault->>'kind' as kind, count(*)::int as count
      from model_run, jsonb_array_elements(verdicts) verdict, jsonb_array_elements(verdict->'faults') fault
      where at >= ${since} and feature <> 'probe' group by 1 order by 2 desc, 1 limit 30`.execute(db),
  ]);
  return { since: since.toISOString(), items: figures.rows, refusals: refusals.rows };
}
