import { measureValue, type MeasureValue } from '@fieldmarshal/contract/readiness';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

type Db = Kysely<DB>;

export const builtInSource = 'built-in';

export interface StoredValue {
  readonly value: MeasureValue;
  readonly at: Date;
  readonly source: string;
}

/** By product, then by measure. */
export type StoredValues = Map<string, Map<string, StoredValue>>;

export interface NewRow {
  readonly product: string;
  readonly measure: string;
  readonly value: MeasureValue;
  readonly at: Date;
  readonly source: string;
}

interface Row {
  readonly product: string;
  readonly measure: string;
  readonly value: unknown;
  readonly at: Date;
  readonly source: string;
}

/** All values, or those of some products. */
export async function loadValues(db: Db, products?: readonly string[]): Promise<StoredValues> {
  const { rows } = await sql<Row>`
    select product, measure, value, at, source from measure_value
    where ${products === undefined} or product = any(${[...(products ?? [])]}::text[])`.execute(db);
  const found: StoredValues = new Map();
  for (const { product, measure, value, at, source } of rows) {
    const parsed = measureValue.safeParse(value);
    if (!parsed.success) continue;
    const values = found.get(product) ?? new Map<string, StoredValue>();
    found.set(product, values.set(measure, { value: parsed.data, at, source }));
  }
  return found;
}

export async function storeValues({ db }: Tx, rows: readonly NewRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <K extends keyof NewRow>(name: K) => rows.map((row) => row[name]);
  const values = rows.map(({ value }) => JSON.stringify(value));
  await sql`
    insert into measure_value (product, measure, value, at, source)
    select product, measure, value::jsonb, at, source from unnest(
      ${column('product')}::text[], ${column('measure')}::text[], ${values}::text[], ${column('at')}::timestamptz[],
      ${column('source')}::text[]) as new (product, measure, value, at, source)
    on conflict (product, measure) do update set value = excluded.value, at = excluded.at, source = excluded.source`.execute(
    db,
  );
}

export async function dropValues(
  { db }: Tx,
  pairs: readonly { readonly product: string; readonly measure: string }[],
): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    delete from measure_value v using unnest(
      ${pairs.map(({ product }) => product)}::text[], ${pairs.map(({ measure }) => measure)}::text[]) as gone (product, measure)
    where v.product = gone.product and v.measure = gone.measure`.execute(db);
}

/** Values of products that are not in the catalog any more. */
export async function dropStrangers({ db }: Tx, products: readonly string[]): Promise<void> {
  await sql`delete from measure_value where product <> all(${[...products]}::text[])`.execute(db);
  await sql`delete from readiness_product where product <> all(${[...products]}::text[])`.execute(db);
}
