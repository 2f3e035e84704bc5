import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { runPath, type ReadPath, type RunPath } from '../core/live/run-path.ts';

export interface NewPath extends ReadPath {
  readonly run: string;
  readonly check: string;
  readonly environment: string;
  readonly startedAt: Date;
  readonly passed: boolean;
}

/** Which of these runs have no path yet. */
export async function withoutPath(db: Kysely<DB>, runs: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from unnest(${[...runs]}::uuid[]) as id
    where not exists (select 1 from run_path p where p.run_id = id)`.execute(db);
  return rows.map(({ id }) => id);
}

export async function insertPaths({ db }: Tx, paths: readonly NewPath[]): Promise<void> {
  if (paths.length === 0) return;
  const rows = paths.map(({ run, check, environment, startedAt, passed, products, traces, path }) => ({
    run_id: run,
    check_name: check,
    environment,
    started_at: startedAt.toISOString(),
    passed,
    products,
    traces,
    path,
  }));
  await sql`
    insert into run_path (run_id, check_name, environment, started_at, passed, products, traces, path)
    select run_id, check_name, environment, started_at, passed,
      array(select jsonb_array_elements_text(products)), array(select jsonb_array_elements_text(traces)), path
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(run_id uuid, check_name text, environment text,
      started_at timestamptz, passed boolean, products jsonb, traces jsonb, path jsonb)
    on conflict (run_id) do nothing`.execute(db);
}

export interface StoredPath {
  readonly products: readonly string[];
  readonly traces: readonly string[];
  readonly path: RunPath;
}

/** Paths by run id; runs without one are missing. */
export async function loadPaths(db: Kysely<DB>, runs: readonly string[]): Promise<Map<string, StoredPath>> {
  const { rows } = await sql<{ run_id: string; products: string[]; traces: string[]; path: unknown }>`
    select run_id, products, traces, path from run_path where run_id = any(${[...runs]}::uuid[])`.execute(db);
  return new Map(
    rows.map(({ run_id, products, traces, path }) => [
      run_id,
      { products, traces, path: runPath.parse(path) },
    ]),
  );
}
