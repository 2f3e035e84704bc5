import { imminent, measure, type FaultClass, type Verdict } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform';

export interface DayRun {
  readonly place: string;
  readonly at: Date;
  readonly verdict: Verdict;
  readonly faultClass: FaultClass | null;
  readonly error: string | null;
  readonly measures: Readonly<Record<string, number>>;
  readonly imminent: string | null;
}

const row = z.object({
  place: z.string(),
  at: z.date(),
  verdict: z.enum(['passed', 'failed', 'flaky']),
  fault_class: z.enum(['product', 'test', 'harness', 'environment']).nullable(),
  error: z.string().nullable(),
  measures: z.array(measure).nullable(),
  imminent: imminent.nullable(),
});

/** The newest runs of a cell from an id on, oldest first. */
export async function loadDay(
  db: Kysely<DB>,
  cell: { readonly check: string; readonly environment: string },
  { from, limit }: { readonly from: string; readonly limit: number },
): Promise<DayRun[]> {
  const { rows } = await sql`
    select place, coalesce(started_at, due_at) as at, verdict, fault_class, error, measures, imminent from check_run
    where check_name = ${cell.check} and environment = ${cell.environment} and id >= ${from}::uuid and verdict is not null
    order by id desc limit ${limit}`.execute(db);
  return z
    .array(row)
    .parse(rows)
    .toReversed()
    .map(({ fault_class: faultClass, measures, imminent: ahead, ...rest }) => ({
      ...rest,
      faultClass,
      measures: Object.fromEntries((measures ?? []).map(({ name, value }) => [name, value])),
      imminent: ahead?.what ?? null,
    }));
}
