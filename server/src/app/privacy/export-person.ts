import type { PersonData } from '@fieldmarshal/contract/privacy';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { permitOn, recordRead } from '#identity';
import { notFound, type Ctx, type DB } from '#platform';
import { keptTables, type Kept } from './tables.ts';

const rowsMax = 5_000;
/** Columns that are of use to whoever wants to be somebody else, and of none to the person. */
const secret = /(hash|secret|token|public_key|recovery|keys$|^key$|sealed|id_token|details)/;

/** Everything that names the person, themselves or by who manages identity. What is taken away so is in the audit log. */
export async function exportPerson(ctx: Ctx, { person }: { person: string }): Promise<PersonData> {
  permitOn(ctx, person, { ability: 'identity.manage', what: `The account ${person}` });
  // As far as whoever asks may see: the tables are filtered for them like everything else.
  const db = ctx.env.databases[ctx.pool];
  const known = await db
    .selectFrom('account')
    .select('person')
    .where('person', '=', person)
    .executeTakeFirst();
  if (known === undefined) throw notFound(`The account ${person}`);
  await recordRead(ctx, { action: 'person.exported', subject: `Person/${person}` });
  const tables = await keptTables(db);
  const audit: Kept = {
    table: 'audit',
    columns: [
      { name: 'actor', type: 'text' },
      { name: 'subject', type: 'text' },
    ],
  };
  const items: PersonData['items'] = [];
  for (const kept of [...tables, audit]) {
    const rows = await rowsOf(db, kept, person);
    if (rows.length > 0)
      items.push({
        kept: kept.table,
        rows: rows.slice(0, rowsMax).map(shown),
        truncated: rows.length > rowsMax,
      });
  }
  return { person, exportedAt: ctx.env.clock.now().toISOString(), items };
}

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(db: Kysely<DB>, { table, columns }: Kept, person: string): Promise<readonly Row[]> {
  const named = columns.map(({ name, type }): RawBuilder<boolean> => {
    const column = sql.ref(name);
    const texts = [person, `person:${person}`, `Person/${person}`];
    if (type === 'text') return sql`${column} = any(${texts}::text[])`;
    if (type === 'text[]') return sql`${person} = any(${column})`;
    return sql`${column} @? ${`$.** ? (@ == ${JSON.stringify(person)})`}::jsonpath`;
  });
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} where ${sql.join(named, sql` or `)} limit ${rowsMax + 1}`.execute(db);
  return rows;
}

function shown(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      if (secret.test(name) || Buffer.isBuffer(value)) return [];
      return [[name, value instanceof Date ? value.toISOString() : value]];
    }),
  );
}
