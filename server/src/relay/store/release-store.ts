import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { Db } from './self-store.ts';

export interface StoredRelease {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly file: string;
  readonly storedAt: Date;
  readonly storedBy: string;
}

export async function loadReleases(db: Db): Promise<StoredRelease[]> {
  const rows = await db.selectFrom('relay_release').selectAll().orderBy('stored_at', 'desc').execute();
  return rows.map(({ stored_at: storedAt, stored_by: storedBy, ...row }) => ({
    ...row,
    storedAt,
    storedBy,
  }));
}

export async function findRelease(db: Db, sha256: string): Promise<StoredRelease | null> {
  return (await loadReleases(db)).find((release) => release.sha256 === sha256) ?? null;
}

/** False where it is here already. */
export async function insertRelease(
  tx: Tx,
  { sha256, name, bytes, file, storedBy }: Omit<StoredRelease, 'storedAt'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into relay_release (sha256, name, bytes, file, stored_at, stored_by)
    values (${sha256}, ${name}, ${bytes}, ${file}, now(), ${storedBy}) on conflict do nothing`.execute(tx.db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** With its bytes. False where there is none. */
export async function removeRelease(tx: Tx, sha256: string): Promise<boolean> {
  const { rows } = await sql<{ file: string }>`
    delete from relay_release where sha256 = ${sha256} returning file`.execute(tx.db);
  const [gone] = rows;
  if (gone) await tx.db.deleteFrom('relay_file').where('id', '=', gone.file).execute();
  return gone !== undefined;
}
