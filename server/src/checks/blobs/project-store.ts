import type { Order } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

type Db = Kysely<DB>;

/** The bundles of these projects, of those that were deployed and whose bytes are all there. */
export async function bundlesOf(
  db: Db,
  projects: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<Order['bundle']>>> {
  if (projects.length === 0) return new Map();
  const { rows } = await sql<{ project: string; sha256: string; bytes: number }>`
    select p.project, p.sha256, b.bytes from check_project p join check_blob b using (sha256)
    where p.project = any(${projects}::text[]) and b.complete`.execute(db);
  return new Map(rows.map(({ project, sha256, bytes }) => [project, { project, digest: sha256, bytes }]));
}

export async function storeProject(
  tx: Tx,
  { project, digest, version, by }: { project: string; digest: string; version: string | null; by: string },
): Promise<void> {
  await sql`
    insert into check_project (project, sha256, version, deployed_at, deployed_by)
    values (${project}, ${digest}, ${version}, now(), ${by})
    on conflict (project) do update set sha256 = excluded.sha256, version = excluded.version,
      deployed_at = excluded.deployed_at, deployed_by = excluded.deployed_by`.execute(tx.db);
}
