import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { bundleLimits } from '../core/limits.ts';
import type { PartHead } from '@fieldmarshal/contract/relay/part';
import { BundleRefusal } from '../core/refusal.ts';
import type { Db } from './self-store.ts';

const pieceBytes = 256 * 1024;

/**
 * Keeps a stream of bytes, 256 KiB in memory at a time. What breaks off or is too large is deleted again; what a crash leaves is not complete
 * and is swept.
 */
export async function storeFile(
  db: Db,
  source: AsyncIterable<Uint8Array>,
  head: PartHead | null,
): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into relay_file (id, bytes, complete, whole, part, parts, stored_at)
    values (${id}, 0, false, ${head && Buffer.from(head.whole)}, ${head?.part ?? null}, ${head?.parts ?? null}, now())`.execute(
    db,
  );
  try {
    const bytes = await storePieces(db, id, source);
    await sql`update relay_file set bytes = ${bytes}, complete = true where id = ${id}`.execute(db);
    return id;
  } catch (error) {
    await deleteFiles(db, [id]);
    throw error;
  }
}

async function storePieces(db: Db, file: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  let n = 0;
  let bytes = 0;
  for await (const content of inPieces(source)) {
    bytes += content.length;
    if (bytes > bundleLimits.fileBytes) throw new BundleRefusal('too-large');
    await storePiece(db, { file, n, content });
    n += 1;
  }
  return bytes;
}

export async function beginFile(tx: Tx): Promise<string> {
  const id = randomUUID();
  await tx.db.insertInto('relay_file').values({ id, bytes: 0, complete: false, stored_at: tx.now }).execute();
  return id;
}

export async function finishFile(tx: Tx, id: string, bytes: number): Promise<void> {
  await tx.db.updateTable('relay_file').set({ bytes, complete: true }).where('id', '=', id).execute();
}

interface Piece {
  readonly file: string;
  readonly n: number;
  readonly content: Buffer;
}

export async function storePiece(db: Db, piece: Piece): Promise<void> {
  await db.insertInto('relay_file_piece').values(piece).execute();
}

/** The bytes, piece by piece. */
export async function* readFile(db: Db, id: string): AsyncGenerator<Buffer> {
  let last = -1;
  for (;;) {
    const row = await db
      .selectFrom('relay_file_piece')
      .select(['n', 'content'])
      .where('file', '=', id)
      .where('n', '>', last)
      .orderBy('n')
      .limit(1)
      .executeTakeFirst();
    if (!row) return;
    last = row.n;
    yield row.content;
  }
}

export async function deleteFiles(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await db
      .deleteFrom('relay_file')
      .where('id', 'in', [...ids])
      .execute();
}

/** A whole that was cut into so many. Heads of parts are signed by nobody: another number names other parts, which keep these from nothing. */
export type CutWhole = Pick<PartHead, 'whole' | 'parts'>;

/** The parts of a whole that are here, each once, in order. */
export async function partsHere(db: Db, { whole, parts }: CutWhole): Promise<{ id: string; part: number }[]> {
  const { rows } = await sql<{ id: string; part: number }>`
    select distinct on (part) id, part from relay_file
    where whole = ${Buffer.from(whole)} and parts = ${parts} and complete order by part, stored_at desc`.execute(
    db,
  );
  return rows;
}

export async function filesOfWhole(db: Db, whole: Uint8Array): Promise<string[]> {
  const rows = await db
    .selectFrom('relay_file')
    .select('id')
    .where('whole', '=', Buffer.from(whole))
    .execute();
  return rows.map(({ id }) => id);
}

/** Deletes what was cut off while it came, and parts whose others have not come for a month. */
export async function sweepFiles(db: Db): Promise<void> {
  await sql`
    delete from relay_file f where
      (not complete and stored_at < now() - interval '1 day')
      or (whole is not null and stored_at < now() - interval '30 days')
      or (stored_at < now() - interval '1 day' and not exists (select from relay_bundle b where b.file = f.id)
        and not exists (select from relay_release r where r.file = f.id) and whole is null)`.execute(db);
}

async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
