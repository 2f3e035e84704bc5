import { sql } from 'kysely';
import type { Tx } from '#platform';

/** How a thing stood when it left; a thing whose mark is another has changed since. */
export interface Mark {
  readonly kind: string;
  readonly id: string;
  readonly mark: string;
}

export async function addPending(tx: Tx, site: string, marks: readonly Mark[]): Promise<void> {
  if (marks.length === 0) return;
  await sql`
    insert into relay_pending (site, kind, id, mark)
    select ${site}, m.kind, m.id, m.mark from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m(kind text, id text, mark text)
    on conflict (site, kind, id) do update set mark = excluded.mark`.execute(tx.db);
}

export async function dropPending(tx: Tx, site: string): Promise<void> {
  await sql`delete from relay_pending where site = ${site}`.execute(tx.db);
}

/** What was pending has left with bundle `sequence`. */
export async function settlePending(tx: Tx, site: string, sequence: number): Promise<void> {
  await sql`
    with gone as (delete from relay_pending where site = ${site} returning kind, id, mark)
    insert into relay_sent (site, kind, id, mark, sequence) select ${site}, kind, id, mark, ${sequence} from gone
    on conflict (site, kind, id) do update set mark = excluded.mark, sequence = excluded.sequence`.execute(
    tx.db,
  );
}

/** Marks of runs before this id are not asked for any more. */
export async function forgetRuns(tx: Tx, site: string, before: string): Promise<void> {
  await sql`delete from relay_sent where site = ${site} and kind = 'run' and id < ${before}`.execute(tx.db);
}
