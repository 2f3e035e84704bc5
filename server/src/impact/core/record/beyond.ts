import type { ImpactKind } from '@fieldmarshal/contract/impact';

/** What the last look found beyond the rows that are kept: counted in totals, so that these are of all. */
export interface Beyond {
  readonly hit: Readonly<Record<ImpactKind, number>>;
  readonly possible: Readonly<Record<ImpactKind, number>>;
  /** Of customers that are likely hit; null where the catalog does not say. */
  readonly usersPerHour: number | null;
}

const none = { workflow: 0, application: 0, environment: 0, customer: 0 } as const;
export const nothingBeyond: Beyond = { hit: none, possible: none, usersPerHour: null };
