import { sql, type RawBuilder } from 'kysely';

/** Of time, both ends included. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** Whether an instant lies in one of these. */
export function isWithin(instant: RawBuilder<unknown>, stretches: readonly Stretch[]): RawBuilder<unknown> {
  const [from, to] = [stretches.map((each) => each.from), stretches.map((each) => each.to)];
  return sql`exists (select from unnest(${from}::timestamptz[], ${to}::timestamptz[]) as s(f, t) where ${instant} between s.f and s.t)`;
}
