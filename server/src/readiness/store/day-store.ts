import type { ReadinessDay } from '@fieldmarshal/contract/readiness';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

type Db = Kysely<DB>;
export type Scope = 'organisation' | 'team' | 'product' | 'standard' | 'initiative';

export interface DayRow {
  readonly scope: Scope;
  readonly name: string;
  readonly score: number | null;
  readonly applies: number;
  readonly met: number;
  readonly unknown: number;
  readonly mustGaps: number;
}

/** How everything stands today (UTC); a later look on the same day replaces it. */
export async function storeDay({ db, now }: Tx, rows: readonly DayRow[]): Promise<void> {
  const column = (name: keyof DayRow) => rows.map((row) => row[name]);
  await sql`
    insert into readiness_day as d (scope, name, day, score, applies, met, unknown, must_gaps)
    select scope, name, (${now}::timestamptz at time zone 'utc')::date, score, applies, met, unknown, must_gaps from unnest(
      ${column('scope')}::text[], ${column('name')}::text[], ${column('score')}::real[], ${column('applies')}::int[],
      ${column('met')}::int[], ${column('unknown')}::int[], ${column('mustGaps')}::int[])
      as new (scope, name, score, applies, met, unknown, must_gaps)
    on conflict (scope, name, day) do update set score = excluded.score, applies = excluded.applies, met = excluded.met,
      unknown = excluded.unknown, must_gaps = excluded.must_gaps
    where (d.score, d.applies, d.met, d.unknown, d.must_gaps)
      is distinct from (excluded.score, excluded.applies, excluded.met, excluded.unknown, excluded.must_gaps)`.execute(
    db,
  );
}

/** Days on record of one scope, the oldest first. */
export async function loadDays(
  db: Db,
  { scope, names, days }: { readonly scope: Scope; readonly names: readonly string[]; readonly days: number },
): Promise<Map<string, ReadinessDay[]>> {
  const { rows } = await sql<Row>`
    select name, day::text as day, score, applies, met, unknown, must_gaps from readiness_day
    where scope = ${scope} and name = any(${[...names]}::text[]) and day > (now() at time zone 'utc')::date - ${days}::int
    order by day`.execute(db);
  const found = new Map<string, ReadinessDay[]>(names.map((name) => [name, []]));
  for (const { name, day, score, applies, met, unknown, must_gaps: mustGaps } of rows)
    found.get(name)?.push({ day, score: rounded(score), applies, met, unknown, mustGaps });
  return found;
}

interface Row {
  readonly name: string;
  readonly day: string;
  readonly score: number | null;
  readonly applies: number;
  readonly met: number;
  readonly unknown: number;
  readonly must_gaps: number;
}

/** Scores as they were so many days ago, by name: of that day, or of the last one on record in the month before it. */
export async function scoresBefore(db: Db, scope: Scope, days: number): Promise<Map<string, number | null>> {
  const { rows } = await sql<{ name: string; score: number | null }>`
    select distinct on (name) name, score from readiness_day
    where scope = ${scope} and day <= (now() at time zone 'utc')::date - ${days}::int
      and day > (now() at time zone 'utc')::date - ${days + 30}::int
    order by name, day desc`.execute(db);
  return new Map(rows.map(({ name, score }) => [name, rounded(score)]));
}

function rounded(score: number | null): number | null {
  return score === null ? null : Math.round(score * 10) / 10;
}
