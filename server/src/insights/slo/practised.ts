import { sql, type Kysely } from 'kysely';
import type { Catalog } from '#catalog';
import type { DB } from '#platform';

/** While a live drill had a real fault on: the runs of a check that needs the product with the fault. */
export interface Practised {
  readonly check: string;
  readonly environment: string;
  readonly from: Date;
  /** Null: it goes on. */
  readonly to: Date | null;
}

interface FaultTime {
  readonly product: string;
  readonly environment: string;
  readonly from: Date;
  readonly to: Date | null;
}

/**
 * When which checks failed for practice, as far as it goes on after `since`. A check whose workflow names no product that needs the one
 * with the fault is not among them: what it sees is real until somebody says otherwise.
 */
export async function loadPractised(db: Kysely<DB>, catalog: Catalog, since: Date): Promise<Practised[]> {
  const { rows } = await sql<FaultTime>`
    select f ->> 'product' as product, f ->> 'environment' as environment, to_timestamp((s ->> 'fromMs')::float8 / 1000) as "from",
      case when f ->> 'id' is null then to_timestamp((s ->> 'toMs')::float8 / 1000) end as "to"
    from drill, jsonb_array_elements(faults) f, jsonb_array_elements(stretches) s
    where ended_at is null or ended_at > ${since} or f ->> 'id' is not null`.execute(db);
  if (rows.length === 0) return [];
  const needed = new Map(
    catalog
      .list('Workflow')
      .map(({ name, spec }) => [name, catalog.needsOf(spec.steps.flatMap(({ products }) => products))]),
  );
  return rows.flatMap(({ product, environment, from, to }) =>
    catalog
      .list('Check')
      .filter(({ spec }) => needed.get(spec.workflow ?? '')?.has(product) === true)
      .map(({ name: check }) => ({ check, environment, from, to })),
  );
}
