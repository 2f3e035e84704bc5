import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB, Sight } from '#platform';
import { keptTables, type Kept } from './tables.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The column that says how far the reading has come. */
const placeName = 'fm_place';
/** Rows that are in memory at once. */
const batchRows = 200;

/** Columns that are of use to whoever wants to be somebody else, and of none to the person. */
const secret = /(hash|secret|token|public_key|recovery|keys$|^key$|sealed|id_token|details)/;

const audit: Kept = {
  table: 'audit',
  columns: [
    { name: 'actor', type: 'text' },
    { name: 'subject', type: 'text' },
  ],
};

/** By what the rows of a table follow each other: the columns of its primary key with their types. */
type Keys = ReadonlyMap<string, readonly { readonly name: string; readonly type: string }[]>;

/** The server's own notes of what is to be done, which say what happened without a column for it. */
const notes = new Set(['fact', 'timer', 'idempotency']);

interface Wanted {
  readonly person: string;
  /** How far whoever asks sees; undefined: nothing is hidden from them. */
  readonly sight: Sight | undefined;
}

/** Every table with the rows that name the person, as far as whoever asks may see, each row once; read as they are asked for. */
export async function* tablesAbout(
  db: Kysely<DB>,
  wanted: Wanted,
): AsyncGenerator<{ kept: string; rows: AsyncGenerator<Row> }> {
  const keys = await primaryKeys(db);
  for (const kept of [...(await keptTables(db)), audit]) {
    if (wanted.sight !== undefined && notes.has(kept.table)) continue;
    yield { kept: kept.table, rows: rowsOf(db, { ...wanted, kept, keys }) };
  }
}

async function primaryKeys(db: Kysely<DB>): Promise<Keys> {
  const { rows } = await sql<{ table: string; name: string; type: string }>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace,
      unnest(i.indkey) with ordinality as k(attnum, place) join pg_attribute a on true
    where i.indisprimary and n.nspname = 'public' and a.attrelid = i.indrelid and a.attnum = k.attnum
    order by c.relname, k.place`.execute(db);
  return Map.groupBy(rows, ({ table }) => table);
}

/** Page by page behind the last key, so that however many there are, few are held, and no connection while a slow reader reads. */
async function* rowsOf(
  db: Kysely<DB>,
  { kept, person, sight, keys }: Wanted & { readonly kept: Kept; readonly keys: Keys },
): AsyncGenerator<Row> {
  // Rows of a table without a key are told apart by all they hold.
  const key = (keys.get(kept.table) ?? []).map(({ name, type }) => ({ column: sql.ref(name), type }));
  const columns = key.length > 0 ? key : [{ column: sql`t::text`, type: 'text' }];
  const order = sql.join(columns.map(({ column }) => column));
  const place = sql`array[${sql.join(columns.map(({ column }) => sql`(${column})::text`))}]`;
  let last: readonly string[] | null = null;
  for (;;) {
    const behind: RawBuilder<unknown> =
      last === null
        ? sql`true`
        : sql`(${order}) > (${sql.join(columns.map(({ type }, at) => sql`${last?.[at]}::text::${sql.raw(type)}`))})`;
    const { rows } = await sql<Row & { readonly fm_place: readonly string[] }>`
      select ${place} as ${sql.ref(placeName)}, t.* from ${sql.table(kept.table)} t
      where (${namesPerson(kept, person)}) and ${behind} order by ${order} limit ${batchRows}`.execute(db);
    const plain = rows.map(shown);
    yield* sight === undefined ? plain : await withoutHidden(db, plain, sight);
    last = rows.at(-1)?.fm_place ?? null;
    if (rows.length < batchRows) return;
  }
}

/**
 * The tables are filtered by their columns. What names a hidden incident or environment within a text goes, too: a message of it, a list
 * of tasks. So does what names an incident that is not there, which looks the same.
 */
async function withoutHidden(db: Kysely<DB>, rows: readonly Row[], sight: Sight): Promise<Row[]> {
  const told = rows.map((row) => ({ row, text: JSON.stringify(row) }));
  const named = new Set(told.flatMap(({ text }) => text.match(incidentId) ?? []));
  const { rows: seen } = await sql<{ id: string }>`
    select id from incident where id = any(${[...named]}::text[])`.execute(db);
  const visible = new Set(seen.map(({ id }) => id));
  return told.flatMap(({ row, text }) => {
    const isHidden =
      (text.match(incidentId) ?? []).some((id) => !visible.has(id)) ||
      sight.hiddenEnvironments.some((name) => text.includes(JSON.stringify(name)));
    return isHidden ? [] : [row];
  });
}

const incidentId = /\bINC-\d+/g;

function namesPerson({ columns }: Kept, person: string): RawBuilder<unknown> {
  const named = columns.map(({ name, type }): RawBuilder<boolean> => {
    const column = sql.ref(name);
    const texts = [person, `person:${person}`, `Person/${person}`];
    if (type === 'text') return sql`${column} = any(${texts}::text[])`;
    if (type === 'text[]') return sql`${person} = any(${column})`;
    return sql`${column} @? ${`$.** ? (@ == ${JSON.stringify(person)})`}::jsonpath`;
  });
  return sql.join(named, sql` or `);
}

function shown(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      if (name === placeName || secret.test(name) || Buffer.isBuffer(value)) return [];
      return [[name, value instanceof Date ? value.toISOString() : value]];
    }),
  );
}
