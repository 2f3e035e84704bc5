import { sql } from 'kysely';
import type { Tx } from '#platform';
import { replaced, type Replacement } from './core/replace.ts';
import { isOfMachines, keptTables, type Kept } from './tables.ts';

const batchRows = 500;

/** Replaces the person in every table but the audit log, and says in how many rows. */
export async function replaceEverywhere(tx: Tx, who: Replacement): Promise<number> {
  let rows = 0;
  for (const kept of await keptTables(tx.db)) rows += await replaceIn(tx, kept, who);
  return rows;
}

type Row = Readonly<Record<string, unknown>> & { readonly fm_place: string };

/** Rows that hold one of the words anywhere are read; which of them really name the person is decided on each. */
async function replaceIn(tx: Tx, kept: Kept, who: Replacement): Promise<number> {
  const { table, columns } = kept;
  const words = [who.person, who.displayName, ...who.addresses].map((word) => `%${escaped(word)}%`);
  const text = sql.join(
    columns.map(({ name }) => sql`${sql.ref(name)}::text`),
    sql`, `,
  );
  const { rows: places } = await sql<{ fm_place: string }>`
    select ctid::text as fm_place from ${sql.table(table)} where concat_ws(' ', ${text}) ilike any (${words}::text[]) for update`.execute(
    tx.db,
  );
  let changed = 0;
  for (let from = 0; from < places.length; from += batchRows) {
    const part = places.slice(from, from + batchRows).map((row) => row.fm_place);
    const { rows } = await sql<Row>`
      select ctid::text as fm_place, ${sql.join(columns.map(({ name }) => sql.ref(name)))}
      from ${sql.table(table)} where ctid = any(${part}::tid[])`.execute(tx.db);
    for (const row of rows) changed += await replaceRow(tx, { kept, row, who });
  }
  return changed;
}

async function replaceRow(
  tx: Tx,
  { kept, row, who }: { kept: Kept; row: Row; who: Replacement },
): Promise<number> {
  const byName = !isOfMachines(kept.table);
  const changes = kept.columns.flatMap(({ name, type }) => {
    const value = row[name];
    const after = replaced(value, who, byName || isPersonColumn(name));
    if (after === value) return [];
    const stored = type === 'jsonb' ? sql`${JSON.stringify(after)}::jsonb` : sql`${after}::${sql.raw(type)}`;
    return [sql`${sql.ref(name)} = ${stored}`];
  });
  if (changes.length === 0) return 0;
  await sql`update ${sql.table(kept.table)} set ${sql.join(changes)} where ctid = ${row.fm_place}::tid`.execute(
    tx.db,
  );
  return 1;
}

/** Columns of machines' tables that name people all the same. */
function isPersonColumn(name: string): boolean {
  return /(^|_)(person|by|owner|actor)$/.test(name);
}

function escaped(word: string): string {
  return word.replaceAll(/[%_\\]/g, String.raw`\$&`);
}
