import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { AppError, type DB, type Tx } from '#platform';
import type { Integration } from '../core/signal.ts';

/** Longest text kept of one signal, in UTF-16 units; longer ones are refused, never cut, so that what is kept can be replayed. */
const unparsedLengthMax = 256 * 1024;
/** Kept signals per integration that nobody has settled. More are refused, so that a sender gone wrong cannot fill the disk. */
const keptMax = 10_000;

export interface Unparsed {
  readonly integration: Integration;
  /** The path it came to, or `signal` for what was understood but could not be stored. */
  readonly endpoint: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly reason: string;
}

/** Keeps a signal for people to look at; its number. Throws `too-large` or `rate-limited`. */
export async function keepUnparsed(tx: Tx, unparsed: Unparsed): Promise<number> {
  const [id = 0] = await keepAllUnparsed(tx, [unparsed]);
  return id;
}

/** Rows in one statement: a batch of 3,000 that nobody understands must not hold a connection for seconds. */
const rowsMax = 1_000;

/** Keeps signals of one integration, all or none of them. */
export async function keepAllUnparsed({ db, now }: Tx, all: readonly Unparsed[]): Promise<number[]> {
  const [first] = all;
  if (first === undefined) return [];
  if (all.some(({ body }) => body.length > unparsedLengthMax))
    throw new AppError(
      'too-large',
      `What is not understood is kept up to ${unparsedLengthMax / 1024} KiB only.`,
    );
  if ((await countKept(db, first.integration.id)) + all.length > keptMax)
    throw new AppError(
      'rate-limited',
      `${keptMax} signals of this integration wait to be understood; no more are kept until somebody has settled them.`,
      { retryAfterS: 60 },
    );
  const ids: number[] = [];
  for (let from = 0; from < all.length; from += rowsMax) {
    const values = all.slice(from, from + rowsMax).map((unparsed) => ({
      integration: unparsed.integration.id,
      integration_name: unparsed.integration.name,
      endpoint: unparsed.endpoint,
      content_type: unparsed.contentType,
      headers: JSON.stringify(unparsed.headers),
      body: unparsed.body,
      reason: unparsed.reason.slice(0, 1_000),
      state: 'kept',
      received_at: now,
    }));
    const rows = await db.insertInto('unparsed_signal').values(values).returning('id').execute();
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

async function countKept(db: Kysely<DB>, integration: string): Promise<number> {
  const { count } = await db
    .selectFrom('unparsed_signal')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('integration', '=', integration)
    .where('state', '=', 'kept')
    .executeTakeFirstOrThrow();
  return count;
}

const state = z.enum(['kept', 'replayed', 'dismissed']);
const headers = z.record(z.string(), z.string());

export interface StoredUnparsed extends Unparsed {
  readonly id: number;
  readonly state: z.infer<typeof state>;
  readonly receivedAt: Date;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
}

function toUnparsed(row: Selectable<DB['unparsed_signal']>): StoredUnparsed {
  return {
    id: row.id,
    integration: { id: row.integration, name: row.integration_name },
    endpoint: row.endpoint,
    contentType: row.content_type,
    headers: headers.parse(row.headers),
    body: row.body,
    reason: row.reason,
    state: state.parse(row.state),
    receivedAt: row.received_at,
    settledAt: row.settled_at,
    settledBy: row.settled_by,
  };
}

export interface UnparsedQuery {
  readonly state: StoredUnparsed['state'] | 'all';
  readonly integration?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listUnparsedRows(db: Kysely<DB>, query: UnparsedQuery): Promise<StoredUnparsed[]> {
  let rows = db.selectFrom('unparsed_signal').selectAll().orderBy('id', 'desc').limit(query.limit);
  if (query.state !== 'all') rows = rows.where('state', '=', query.state);
  if (query.integration !== undefined) rows = rows.where('integration', '=', query.integration);
  if (query.before !== undefined) rows = rows.where('id', '<', query.before);
  return (await rows.execute()).map((row) => toUnparsed(row));
}

export async function findUnparsed(db: Kysely<DB>, id: number): Promise<StoredUnparsed | null> {
  const row = await db.selectFrom('unparsed_signal').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toUnparsed(row) : null;
}

/** False where somebody has settled it already. */
export async function settleUnparsed(
  { db, now }: Tx,
  id: number,
  { to, by }: { readonly to: 'replayed' | 'dismissed'; readonly by: string },
): Promise<boolean> {
  const done = await db
    .updateTable('unparsed_signal')
    .set({ state: to, settled_at: now, settled_by: by })
    .where('id', '=', id)
    .where('state', '=', 'kept')
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
