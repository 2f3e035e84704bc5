import type { MeasureValue } from '@fieldmarshal/contract/readiness';
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
    if (!isMeasureValue(value)) continue;
    const values = found.get(product) ?? new Map<string, StoredValue>();
    found.set(product, values.set(measure, { value, at, source }));
  }
  return found;
}

/** What `measureValue` of the contract takes; by hand, because there are a hundred thousand of them. */
function isMeasureValue(value: unknown): value is MeasureValue {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= textMax)
  );
}

const textMax = 500;

export async function storeValues({ db }: Tx, rows: readonly NewRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { at, source } = first;
  if (rows.every((row) => row.at === at && row.source === source))
    return storeAlike(db, { rows, at, source });
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

interface Alike {
  readonly rows: readonly NewRow[];
  readonly at: Date;
  readonly source: string;
}

/** Of one instant and source: one object for each product, which costs a fraction of five lists of eighty thousand. */
async function storeAlike(db: Db, { rows, at, source }: Alike): Promise<void> {
  const byProduct = new Map<string, Record<string, MeasureValue>>();
  for (const { product, measure, value } of rows) {
    const values = byProduct.get(product) ?? {};
    values[measure] = value;
    byProduct.set(product, values);
  }
  await sql`
    insert into measure_value (product, measure, value, at, source)
    select product, each.key, each.value, ${at}, ${source}
    from unnest(${[...byProduct.keys()]}::text[], ${[...byProduct.values()].map((values) => JSON.stringify(values))}::text[])
      as given (product, measures) cross join lateral jsonb_each(measures::jsonb) each
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
