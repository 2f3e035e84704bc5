import { sql, type Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { DB } from './tables.generated.ts';

/** How far the clock of this process is ahead of the database's, in seconds; negative: behind. Right to half of the time the question takes. */
export async function readClockAheadS(db: Kysely<DB>, clock: Clock): Promise<number> {
  const asked = clock.now().getTime();
  const { rows } = await sql<{ ms: number }>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
  const middle = (asked + clock.now().getTime()) / 2;
  return (middle - (rows[0]?.ms ?? middle)) / 1_000;
}
