import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform';
import { replaced, tracesOf, type Replacement } from '../core/replace.ts';
import { isOfMachines, keptTables, type Kept } from '../tables.ts';
import { replaceInAttachments } from './attachments.ts';

const batchRows = 500;

/** Replaces the person in every table but the audit log, and says in how many rows of how many tables; `progress` hears after each. */
export async function replaceEverywhere(
  tx: Tx,
  who: Replacement,
  progress: (done: number, of: number) => Promise<void>,
): Promise<{ rows: number; tables: number }> {
  const tables = await keptTables(tx.db);
  let rows = 0;
  for (const [index, kept] of tables.entries()) {
    await progress(index, tables.length + 1);
    rows +=
      kept.table === 'attachment' ? await replaceInAttachments(tx, who) : await replaceIn(tx, kept, who);
  }
  // The last one is the audit log, which has ways of its own.
  await progress(tables.length, tables.length + 1);
  return { rows, tables: tables.length + 1 };
}

type Row = Readonly<Record<string, unknown>> & { readonly fm_place: string };

/** Rows that hold one of the words anywhere are read; which of them really name the person is decided on each. */
async function replaceIn(tx: Tx, kept: Kept, who: Replacement): Promise<number> {
  const { table, columns } = kept;
  const text = sql.join(
    columns.map(({ name }) => sql`${sql.ref(name)}::text`),
    sql`, `,
  );
  const { rows: places } = await sql<{ fm_place: string }>`
    select ctid::text as fm_place from ${sql.table(table)} where concat_ws(' ', ${text}) ilike any (${tracesOf(who)}::text[]) for update`.execute(
    tx.db,
  );
  let changed = 0;
  for (let from = 0; from < places.length; from += batchRows) {
    const part = places.slice(from, from + batchRows).map((row) => row.fm_place);
    const { rows } = await sql<Row>`
      select ctid::text as fm_place, ${sql.join(columns.map(({ name }) => sql.ref(name)))}
      from ${sql.table(table)} where ctid = any(${part}::tid[])`.execute(tx.db);
    changed += await replaceRows(tx, { kept, rows, who });
  }
  return changed;
}

/** Many rows in one round trip: one for each took two minutes where somebody stands in 20,000 of them. */
async function replaceRows(
  tx: Tx,
  { kept, rows, who }: { kept: Kept; rows: readonly Row[]; who: Replacement },
): Promise<number> {
  const byName = !isOfMachines(kept.table);
  const changes = rows.flatMap((row) => {
    const changed = kept.columns.flatMap(({ name }) => {
      const after = replaced(row[name], who, byName || isPersonColumn(name));
      return after === row[name] ? [] : [[name, after] as const];
    });
    return changed.length === 0 ? [] : [{ place: row.fm_place, to: Object.fromEntries(changed) }];
  });
  if (changes.length === 0) return 0;
  const changed = new Set(changes.flatMap(({ to }) => Object.keys(to)));
  const columns = kept.columns.filter(({ name }) => changed.has(name));
  await sql`
    update ${sql.table(kept.table)} t set ${sql.join(columns.map(setColumn))}
    from jsonb_array_elements(${JSON.stringify(changes)}::jsonb) v
    where t.ctid = (v ->> 'place')::tid`.execute(tx.db);
  return changes.length;
}

/** What a row does not change it keeps. */
function setColumn({ name, type }: Kept['columns'][number]): RawBuilder<unknown> {
  const value = {
    text: sql`v -> 'to' ->> ${name}::text`,
    jsonb: sql`v -> 'to' -> ${name}::text`,
    'text[]': sql`array(select jsonb_array_elements_text(v -> 'to' -> ${name}::text))`,
  }[type];
  return sql`${sql.ref(name)} = case when v -> 'to' ? ${name}::text then ${value} else t.${sql.ref(name)} end`;
}

/** Columns of machines' tables that name people all the same. */
function isPersonColumn(name: string): boolean {
  return /(^|_)(person|by|owner|actor)$/.test(name);
}
