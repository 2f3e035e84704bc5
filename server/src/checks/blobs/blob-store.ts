import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { AppError, type DB, type Env } from '#platform';

type Db = Kysely<DB>;
/** Large enough to be few, small enough that a slow sender holds little memory. */
const pieceBytes = 1024 * 1024;

/** Whether all the bytes are there. */
export async function hasBlob(db: Db, sha256: string): Promise<boolean> {
  const row = await db
    .selectFrom('check_blob')
    .select('complete')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row?.complete ?? false;
}

interface Incoming {
  readonly sha256: string;
  readonly bytesMax: number;
  /** Where the sender announced it. */
  readonly bytes?: number;
}

/**
 * Stores a stream under its SHA-256, piece by piece. Bytes that turn out to be others, too many, or cut off leave nothing that counts;
 * bytes that are there already are only read to their end. Throws `too-large` or `invalid`.
 */
export async function storeBlob(
  env: Env,
  stream: AsyncIterable<Buffer>,
  { sha256, bytesMax, bytes }: Incoming,
): Promise<number> {
  const { worker: db } = env.databases;
  const known = await hasBlob(db, sha256);
  if (!known) await begin(db, sha256);
  const hash = createHash('sha256');
  let total = 0;
  let n = 0;
  for await (const piece of pieces(stream)) {
    total += piece.length;
    if (total > bytesMax)
      throw new AppError('too-large', `At most ${Math.floor(bytesMax / 1024 / 1024)} MiB are taken.`);
    hash.update(piece);
    if (!known) await storePiece(db, { sha256, n, content: piece });
    n += 1;
  }
  if (bytes !== undefined && bytes !== total)
    throw new AppError('invalid', `${bytes} bytes were announced and ${total} came.`);
  if (hash.digest('hex') !== sha256)
    throw new AppError('invalid', 'The bytes do not have the SHA-256 that was announced.');
  if (!known) await finish(db, { sha256, bytes: total, pieces: n });
  return total;
}

async function begin(db: Db, sha256: string): Promise<void> {
  await sql`
    insert into check_blob (sha256, bytes, complete, stored_at) values (${sha256}, 0, false, now())
    on conflict (sha256) do update set stored_at = now()`.execute(db);
}

/** Two senders of the same bytes write the same pieces; what was found whole is not written over any more. */
async function storePiece(
  db: Db,
  { sha256, n, content }: { sha256: string; n: number; content: Buffer },
): Promise<void> {
  await sql`
    insert into check_blob_piece (sha256, n, content)
    select sha256, ${n}::int, ${content}::bytea from check_blob where sha256 = ${sha256} and not complete
    on conflict (sha256, n) do update set content = excluded.content`.execute(db);
}

async function finish(
  db: Db,
  { sha256, bytes, pieces: count }: { sha256: string; bytes: number; pieces: number },
): Promise<void> {
  await sql`delete from check_blob_piece where sha256 = ${sha256} and n >= ${count}`.execute(db);
  await sql`
    update check_blob set complete = true, bytes = ${bytes}, stored_at = now() where sha256 = ${sha256}`.execute(
    db,
  );
}

/** Every piece but the last has {@link pieceBytes}, however the stream was cut: two senders must agree. */
async function* pieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    size += chunk.length;
    while (size >= pieceBytes) {
      const all = Buffer.concat(held);
      yield all.subarray(0, pieceBytes);
      held = [all.subarray(pieceBytes)];
      size = held[0]?.length ?? 0;
    }
  }
  if (size > 0) yield Buffer.concat(held);
}

/** The bytes, piece by piece, so that a large file never is in memory as a whole. */
export async function* readBlob(db: Db, sha256: string): AsyncGenerator<Buffer> {
  for (let n = 0; ; n += 1) {
    const row = await db
      .selectFrom('check_blob_piece')
      .select('content')
      .where('sha256', '=', sha256)
      .where('n', '=', n)
      .executeTakeFirst();
    if (!row) return;
    yield row.content;
  }
}

/** Deletes bytes that nobody names: no deployed project, no artefact; and what was begun and never finished. */
export async function sweepBlobs(db: Db): Promise<void> {
  await sql`
    delete from check_blob b where sha256 in (
      select sha256 from check_blob c
      where stored_at < now() - interval '1 hour'
        and not exists (select from check_project p where p.sha256 = c.sha256)
        and not exists (select from check_artefact a where a.sha256 = c.sha256 and a.state = 'stored')
      limit 200)`.execute(db);
}
