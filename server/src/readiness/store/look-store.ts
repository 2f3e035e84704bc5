import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface Look {
  readonly at: Date | null;
  readonly trouble: string | null;
}

/** What was looked at when, by the name of a built-in group or of a measure that is fetched. */
export async function loadLooks(db: Kysely<DB>): Promise<Map<string, Look>> {
  const rows = await db.selectFrom('measure_look').select(['name', 'at', 'trouble']).execute();
  return new Map(rows.map(({ name, at, trouble }) => [name, { at, trouble }]));
}

/** A look at these that worked, or why it did not. */
export async function noteLook(
  db: Kysely<DB>,
  { names, trouble }: { readonly names: readonly string[]; readonly trouble: string | null },
): Promise<void> {
  await sql`
    insert into measure_look as l (name, at, tried_at, trouble)
    select name, case when ${trouble}::text is null then now() end, now(), ${trouble}
    from unnest(${[...names]}::text[]) as names (name)
    on conflict (name) do update set tried_at = excluded.tried_at, trouble = excluded.trouble, at = coalesce(excluded.at, l.at)`.execute(
    db,
  );
}

/** Fetched measures that were tried last before their time came again. */
export async function dueLooks(
  db: Kysely<DB>,
  asked: readonly { readonly name: string; readonly everyMinutes: number }[],
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select asked.name from unnest(${asked.map(({ name }) => name)}::text[], ${asked.map(({ everyMinutes }) => everyMinutes)}::int[])
      as asked (name, every_minutes)
    left join measure_look l on l.name = asked.name
    where l.tried_at is null or l.tried_at <= now() - every_minutes * interval '1 minute'`.execute(db);
  return rows.map(({ name }) => name);
}
