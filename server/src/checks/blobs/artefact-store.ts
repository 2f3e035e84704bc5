import type { RunArtefact } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

type Db = Kysely<DB>;

export interface StoredArtefact extends RunArtefact {
  readonly state: 'announced' | 'stored' | 'removed';
}

export async function artefactsOf(db: Db, run: string): Promise<StoredArtefact[]> {
  const { rows } = await sql<{
    name: string;
    kind: RunArtefact['kind'];
    content_type: string;
    bytes: number;
    sha256: string;
    state: StoredArtefact['state'];
  }>`select name, kind, content_type, bytes, sha256, state from check_artefact where run_id = ${run} order by name`.execute(
    db,
  );
  return rows.map(({ content_type: contentType, ...row }) => ({ ...row, contentType }));
}

/** What a run announced under a name, and whether it is a run of this runner. Null where there is no such thing. */
export async function findAnnounced(
  db: Db,
  { run, name, runnerId }: { run: string; name: string; runnerId: string },
): Promise<StoredArtefact | null> {
  const row = await db.selectFrom('check_run').select('runner_id').where('id', '=', run).executeTakeFirst();
  if (row?.runner_id !== runnerId) return null;
  return (await artefactsOf(db, run)).find((artefact) => artefact.name === name) ?? null;
}

export async function markStored(db: Db, run: string, name: string): Promise<void> {
  await sql`
    update check_artefact set state = 'stored', stored_at = now()
    where run_id = ${run} and name = ${name} and state = 'announced'`.execute(db);
}

/** Lets go of artefacts that are older than `before`, and of the oldest beyond `bytesMax` altogether; the bytes are swept later. */
export async function removeArtefacts(
  db: Db,
  { before, bytesMax }: { readonly before: Date; readonly bytesMax: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update check_artefact a set state = 'removed' from (
      select run_id, name from (
        select run_id, name, stored_at, sum(bytes) over (order by stored_at desc, run_id, name) as total
        from check_artefact where state = 'stored') s
      where stored_at < ${before} or total > ${bytesMax}) old
    where (a.run_id, a.name) = (old.run_id, old.name)`.execute(db);
  return Number(numAffectedRows ?? 0);
}
