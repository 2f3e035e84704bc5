import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface Probe {
  readonly triedAt: Date;
  /** Null: it could not be tried. */
  readonly alive: boolean | null;
  readonly trouble: string | null;
}

export async function loadProbes(db: Kysely<DB>): Promise<Map<string, Probe>> {
  const rows = await db.selectFrom('link_probe').selectAll().execute();
  return new Map(
    rows.map(({ url, tried_at: triedAt, alive, trouble }) => [url, { triedAt, alive, trouble }]),
  );
}

export async function storeProbe(
  db: Kysely<DB>,
  url: string,
  { alive, trouble }: Omit<Probe, 'triedAt'>,
): Promise<void> {
  await sql`
    insert into link_probe (url, tried_at, alive, trouble) values (${url}, now(), ${alive}, ${trouble})
    on conflict (url) do update set tried_at = excluded.tried_at, alive = excluded.alive, trouble = excluded.trouble`.execute(
    db,
  );
}

/** Forgets links that nothing has any more. */
export async function dropProbes(db: Kysely<DB>, known: readonly string[]): Promise<void> {
  await sql`delete from link_probe where not (url = any(${[...known]}))`.execute(db);
}
