import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';

const state = z.enum(['open', 'accepted', 'withdrawn', 'expired']);
const pool = z.array(z.string());

/** A request for cover; instants are RFC 3339. */
export interface StoredCover {
  readonly id: string;
  readonly schedule: string;
  readonly person: string;
  readonly start: string;
  readonly end: string;
  readonly reason: string;
  readonly pool: readonly string[];
  readonly swap: { readonly person: string; readonly start: string; readonly end: string } | null;
  /** A swap with whoever of the pool accepts first: where the time must lie that they give in return. */
  readonly swapWithin: { readonly start: string; readonly end: string } | null;
  readonly state: z.infer<typeof state>;
  readonly madeBy: string;
  readonly madeByPerson: string | null;
  readonly madeAt: string;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

function coverOf(row: Selectable<DB['cover_request']>): StoredCover {
  const { swap_person: person, swap_start_at: start, swap_end_at: end } = row;
  const { swap_within_start_at: from, swap_within_end_at: to } = row;
  return {
    id: row.id,
    schedule: row.schedule,
    person: row.person,
    start: row.start_at.toISOString(),
    end: row.end_at.toISOString(),
    reason: row.reason,
    pool: pool.parse(row.pool),
    swap:
      person === null || start === null || end === null
        ? null
        : { person, start: start.toISOString(), end: end.toISOString() },
    swapWithin: from === null || to === null ? null : { start: from.toISOString(), end: to.toISOString() },
    state: state.parse(row.state),
    madeBy: row.made_by,
    madeByPerson: row.made_by_person,
    madeAt: row.made_at.toISOString(),
    answeredBy: row.answered_by,
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}

type NewCoverRow = Omit<StoredCover, 'state' | 'madeAt' | 'answeredBy' | 'answeredAt'>;

export async function insertCover(tx: Tx, cover: NewCoverRow): Promise<StoredCover> {
  const row = await tx.db
    .insertInto('cover_request')
    .values({
      id: cover.id,
      schedule: cover.schedule,
      person: cover.person,
      start_at: cover.start,
      end_at: cover.end,
      reason: cover.reason,
      pool: JSON.stringify(cover.pool),
      swap_person: cover.swap?.person ?? null,
      swap_start_at: cover.swap?.start ?? null,
      swap_end_at: cover.swap?.end ?? null,
      swap_within_start_at: cover.swapWithin?.start ?? null,
      swap_within_end_at: cover.swapWithin?.end ?? null,
      state: 'open',
      made_by: cover.madeBy,
      made_by_person: cover.madeByPerson,
      made_at: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return coverOf(row);
}

export async function findCover(db: Kysely<DB>, id: string): Promise<StoredCover | undefined> {
  const row = await db.selectFrom('cover_request').selectAll().where('id', '=', id).executeTakeFirst();
  return row && coverOf(row);
}

/** Locked, so that of two who answer at once one waits for the other; undefined where there is none. */
export async function coverForUpdate(tx: Tx, id: string): Promise<StoredCover | undefined> {
  const row = await tx.db
    .selectFrom('cover_request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && coverOf(row);
}

/**
 * The same, with every open request of its schedule locked: of two who accept different ones at once, one sees what the other has changed,
 * and no shift is given twice.
 */
export async function coverToAccept(tx: Tx, id: string): Promise<StoredCover | undefined> {
  const rows = await tx.db
    .selectFrom('cover_request')
    .selectAll()
    .where('schedule', '=', (query) =>
      query.selectFrom('cover_request').select('schedule').where('id', '=', id),
    )
    .where((where) => where.or([where('state', '=', 'open'), where('id', '=', id)]))
    .orderBy('id')
    .forUpdate()
    .execute();
  const row = rows.find((each) => each.id === id);
  return row && coverOf(row);
}

interface Answer {
  readonly state: 'accepted' | 'withdrawn' | 'expired';
  readonly by: string | null;
  readonly byPerson: string | null;
  /** What they give in return. */
  readonly swap?: StoredCover['swap'];
}

export async function answerCover(
  tx: Tx,
  id: string,
  { state: now, by, byPerson, swap }: Answer,
): Promise<StoredCover> {
  const row = await tx.db
    .updateTable('cover_request')
    .set({ state: now, answered_by: by, answered_by_person: byPerson, answered_at: tx.now })
    .$if(swap !== undefined, (query) =>
      query.set({
        swap_person: swap?.person ?? null,
        swap_start_at: swap?.start ?? null,
        swap_end_at: swap?.end ?? null,
      }),
    )
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return coverOf(row);
}

interface Wanted {
  readonly state: 'open' | 'all';
  readonly schedule?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function findCovers(
  db: Kysely<DB>,
  { state: wanted, schedule, limit }: Wanted,
): Promise<StoredCover[]> {
  let query = db.selectFrom('cover_request').selectAll().orderBy('made_at', 'desc').limit(limit);
  if (wanted === 'open') query = query.where('state', '=', 'open');
  if (schedule !== undefined) query = query.where('schedule', '=', schedule);
  return (await query.execute()).map((row) => coverOf(row));
}

export async function countOpenCovers(tx: Tx, person: string): Promise<number> {
  const row = await tx.db
    .selectFrom('cover_request')
    .select((select) => select.fn.countAll<string>().as('n'))
    .where('state', '=', 'open')
    .where('person', '=', person)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
