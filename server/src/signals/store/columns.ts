import { sql, type RawBuilder } from 'kysely';

// A thousand rows reach PostgreSQL as one text per column. Measured 2026-11-24 on 500 alerts: 4 µs per alert to take apart,
// against 9 µs for arrays and 17 µs for json_to_recordset.
const separator = '\u001E';
const nothing = '\u001F';

/** One text column of many rows, for `unnest`. No value may be empty or hold U+001E or U+001F; `null` is NULL. */
export function texts(values: readonly (string | null)[]): RawBuilder<string[]> {
  const joined = values.map((value) => value ?? nothing).join(separator);
  return sql`string_to_array(${joined}::text, ${separator}, ${nothing})`;
}

/** One column of numbers or booleans, for `unnest`; the SQL casts it, e.g. `::bigint[]`. */
export function plain(values: readonly (number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? 'null').join(',')}}`;
}
