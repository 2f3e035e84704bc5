import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

/** What of a table can hold words. */
export interface Kept {
  readonly table: string;
  /** Columns of type text, text[], jsonb. */
  readonly columns: readonly { readonly name: string; readonly type: 'text' | 'text[]' | 'jsonb' }[];
}

/** The server's own, and the audit log, which has ways of its own. */
const apart = new Set([
  'migration',
  'audit',
  'audit_erasure',
  'audit_anchor',
  'audit_head',
  'audit_stream',
  'restored',
  'catalog_version',
  // Knows who is being erased until it is done.
  'person_erasure',
]);

/** Texts of machines, in which the name of an account is likely to be another word. */
const ofMachines =
  /^(alert|check|run|runner|span|trace|change|unparsed|status|similar|cause|delivery_provider|event_mapping|heartbeat|integration|model_probe|intake|measure|readiness|insight_run|insight_rule|insight_check)/;

export function isOfMachines(table: string): boolean {
  return ofMachines.test(table);
}

/** Every table with the columns that can hold words, as the database is now: one that is made later is here at once. */
export async function keptTables(db: Kysely<DB>): Promise<Kept[]> {
  const { rows } = await sql<{ table: string; name: string; type: Kept['columns'][number]['type'] }>`
    select c.table_name as table, c.column_name as name,
      case when c.data_type = 'ARRAY' then 'text[]' else c.data_type end as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
      and (c.data_type in ('text', 'jsonb') or (c.data_type = 'ARRAY' and c.udt_name = '_text'))
    order by c.table_name, c.ordinal_position`.execute(db);
  const tables = Map.groupBy(rows, ({ table }) => table);
  return [...tables].flatMap(([table, columns]) => (apart.has(table) ? [] : [{ table, columns }]));
}
