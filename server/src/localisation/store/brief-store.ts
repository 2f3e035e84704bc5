import { causeBrief, type CauseBrief } from '@fieldmarshal/contract/localisation';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform';

const told = z.array(causeBrief);

/** What these incidents are put down to, without the evidence, which is most of a verdict; none of what nobody looked at yet. */
export async function loadBriefs(db: Kysely<DB>, incidents: readonly string[]): Promise<CauseBrief[]> {
  const { rows } = await sql<{ judged_at: Date | null; brief: object }>`
    select judged_at, json_build_object('incidentId', incident_id, 'answer', answer,
      'clear', coalesce((verdict->>'clear')::boolean, false),
      'suspects', coalesce((
        select jsonb_agg(suspect - '{evidence,version}'::text[] order by place)
        from jsonb_array_elements(verdict->'suspects') with ordinality as ranked(suspect, place) where place <= 2), '[]')) as brief
    from cause_case
    where incident_id = any(${[...incidents]}::text[]) and (verdict is not null or answer is not null)`.execute(
    db,
  );
  return told.parse(
    rows.map(({ judged_at: judgedAt, brief }) => ({ ...brief, judgedAt: judgedAt?.toISOString() ?? null })),
  );
}
