import { sql } from 'kysely';
import type { Env, Tx } from '#platform';

/** How long whoever puts files has the copy to themselves without a word. */
const leaseMs = 30_000;

/** Takes the copy for one who puts files there; false where somebody else has it. */
export async function takeCopy({ db, now }: Tx, target: string): Promise<boolean> {
  const until = new Date(now.getTime() + leaseMs);
  const { rows } = await sql`
    insert into status_copy as c (target, taken_until, problem) values (${target}, ${until}, '')
    on conflict (target) do update set taken_until = excluded.taken_until
      where c.taken_until is null or c.taken_until < ${now}
    returning 1`.execute(db);
  return rows.length > 0;
}

export interface KnownFile {
  readonly path: string;
  readonly sha256: string;
  readonly putAt: Date;
}

/** What was put there and not removed since, as far as this installation knows. */
export async function knownFiles({ databases }: Env, target: string): Promise<Map<string, KnownFile>> {
  const rows = await databases.worker
    .selectFrom('status_copy_file')
    .select(['path', 'sha256', 'put_at'])
    .where('target', '=', target)
    .execute();
  return new Map(rows.map(({ path, sha256, put_at }) => [path, { path, sha256, putAt: put_at }]));
}

/** A file is there, or is not any more where `sha256` is null; whoever puts files keeps the copy for longer. */
export async function noteFile(
  { databases }: Env,
  {
    target,
    path,
    sha256,
  }: { readonly target: string; readonly path: string; readonly sha256: string | null },
): Promise<void> {
  const held = sql`update status_copy set taken_until = now() + ${leaseMs} * interval '1 millisecond' where target = ${target}`;
  const change =
    sha256 === null
      ? sql`delete from status_copy_file where target = ${target} and path = ${path}`
      : sql`insert into status_copy_file (target, path, sha256, put_at) values (${target}, ${path}, ${sha256}, now())
          on conflict (target, path) do update set sha256 = excluded.sha256, put_at = excluded.put_at`;
  await sql`with held as (${held} returning 1) ${change}`.execute(databases.worker);
}

/** What came of one go; `problem` null: everything is there. */
export async function noteGo({ db, now }: Tx, target: string, problem: string | null): Promise<void> {
  await sql`
    update status_copy set taken_until = null, problem = ${problem ?? ''},
      whole_at = case when ${problem === null} then ${now} else whole_at end,
      failing_since = case when ${problem === null} then null else coalesce(failing_since, ${now}) end
    where target = ${target}`.execute(db);
}

export interface CopyRow {
  readonly wholeAt: Date | null;
  readonly failingSince: Date | null;
  readonly problem: string;
  readonly files: number;
}

/** Null where nothing was tried yet. */
export async function loadCopy({ databases }: Env, target: string): Promise<CopyRow | null> {
  const { rows } = await sql<CopyRow>`
    select whole_at as "wholeAt", failing_since as "failingSince", problem,
      (select count(*)::int from status_copy_file f where f.target = c.target) as files
    from status_copy c where target = ${target}`.execute(databases.web);
  return rows[0] ?? null;
}
