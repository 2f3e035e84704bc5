import type { MeasureValue } from '@fieldmarshal/contract/readiness';
import type { Kysely } from 'kysely';
import type { Catalog } from '#catalog';
import type { Ctx, DB } from '#platform';

/** What collectors look at. */
export interface Look {
  readonly ctx: Ctx;
  readonly db: Kysely<DB>;
  /** With the overrides of schedules. */
  readonly catalog: Catalog;
  readonly now: Date;
}

export interface Found {
  readonly product: string;
  readonly measure: string;
  readonly value: MeasureValue;
}

/** Measures of all products that are found together. A product that is left out has no value: it is not known, never zero. */
export interface Collector {
  /** For the record of looks, such as `catalog`. */
  readonly name: string;
  readonly measures: readonly string[];
  readonly collect: (look: Look) => Promise<Found[]>;
}

/** For each product that is given something, its measures as findings. */
export function found(
  rows: Iterable<readonly [string, Readonly<Record<string, MeasureValue | null>>]>,
): Found[] {
  return [...rows].flatMap(([product, measures]) =>
    Object.entries(measures).flatMap(([measure, value]) =>
      value === null ? [] : [{ product, measure, value }],
    ),
  );
}
