import type { BundleView } from '@fieldmarshal/contract/relay';
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { Neighbours } from '../core/admit.ts';
import type { Crossing } from '../core/clock-bounds.ts';
import type { Covered } from '../core/gaps.ts';
import { manifestSchema, type Direction, type Manifest } from '../core/manifest.ts';
import type { Db } from './self-store.ts';

/** The bundles of one enrolment in one direction. */
export interface Line {
  readonly site: string;
  readonly direction: Direction;
  readonly stream: string;
}

export interface StoredBundle extends BundleView {
  readonly stream: string;
  readonly previous: string | null;
  readonly file: string | null;
  readonly preview: unknown;
}

interface NewBundle {
  readonly manifest: Manifest;
  readonly hash: string;
  readonly state: BundleView['state'];
  readonly bytes: number;
  readonly file: string | null;
  readonly preview?: unknown;
  readonly by: string;
}

export async function insertBundle(
  tx: Tx,
  { manifest, hash, state, bytes, file, preview, by }: NewBundle,
): Promise<void> {
  await tx.db
    .insertInto('relay_bundle')
    .values({
      site: manifest.site,
      direction: manifest.direction,
      stream: manifest.stream,
      sequence: manifest.sequence,
      hash,
      previous: manifest.previous,
      state,
      fingerprint: manifest.key,
      from_at: manifest.from,
      to_at: manifest.to,
      made_at: manifest.createdAt,
      stored_at: tx.now,
      bytes,
      counts: JSON.stringify(manifest.counts),
      policy: manifest.policy,
      heard: manifest.heard === null ? null : JSON.stringify(manifest.heard),
      preview: preview === undefined ? null : JSON.stringify(preview),
      file,
      by_whom: by,
    })
    .execute();
}

function lineRows(db: Db, { site, direction, stream }: Line) {
  return db
    .selectFrom('relay_bundle')
    .selectAll()
    .where('site', '=', site)
    .where('direction', '=', direction)
    .where('stream', '=', stream);
}

/** The last of a line in one of these states. */
export async function lastBundle(
  db: Db,
  line: Line,
  states: readonly BundleView['state'][],
): Promise<StoredBundle | null> {
  const row = await lineRows(db, line)
    .where('state', 'in', [...states])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? storedOf(row) : null;
}

export async function findBundle(db: Db, line: Line, sequence: number): Promise<StoredBundle | null> {
  const row = await lineRows(db, line).where('sequence', '=', sequence).executeTakeFirst();
  return row ? storedOf(row) : null;
}

export async function neighboursOf(
  db: Db,
  { site, direction, stream, sequence }: Line & { sequence: number },
): Promise<Neighbours> {
  const rows = await db
    .selectFrom('relay_bundle')
    .select(['sequence', 'hash', 'previous'])
    .where('site', '=', site)
    .where('direction', '=', direction)
    .where('stream', '=', stream)
    .where('sequence', 'in', [sequence - 1, sequence, sequence + 1])
    .execute();
  const at = (n: number) => rows.find((row) => row.sequence === n) ?? null;
  return { before: at(sequence - 1), same: at(sequence), after: at(sequence + 1) };
}

export async function setState(
  tx: Tx,
  line: Line & { sequence: number },
  state: BundleView['state'],
): Promise<void> {
  await tx.db
    .updateTable('relay_bundle')
    .set({ state, preview: null })
    .where('site', '=', line.site)
    .where('direction', '=', line.direction)
    .where('stream', '=', line.stream)
    .where('sequence', '=', line.sequence)
    .execute();
}

/** The number of the newest bundle whose catalog was applied; 0 where none was. Others of a line may bring notes only. */
export async function newestCatalog(db: Db, line: Line): Promise<number> {
  const row = await lineRows(db, line)
    .where('state', '=', 'applied')
    .where(sql<boolean>`coalesce((counts->>'file')::int, 0) > 0`)
    .clearSelect()
    .select(({ fn }) => fn.max('sequence').as('newest'))
    .executeTakeFirst();
  return row?.newest ?? 0;
}

/** Those that still wait and are older than `sequence`, whose catalog is in force now. */
export async function passOver(tx: Tx, line: Line, sequence: number): Promise<void> {
  await tx.db
    .updateTable('relay_bundle')
    .set({ state: 'passed-over' })
    .where('site', '=', line.site)
    .where('direction', '=', line.direction)
    .where('stream', '=', line.stream)
    .where('state', '=', 'received')
    .where('sequence', '<', sequence)
    .execute();
}

export async function deleteBundle(tx: Tx, bundle: StoredBundle): Promise<void> {
  await tx.db
    .deleteFrom('relay_bundle')
    .where('site', '=', bundle.site)
    .where('direction', '=', bundle.direction)
    .where('stream', '=', bundle.stream)
    .where('sequence', '=', bundle.sequence)
    .execute();
}

/** Newest first, of all lines of a site or of everybody. */
export async function listBundles(db: Db, site: string | null, limit: number): Promise<StoredBundle[]> {
  let query = db
    .selectFrom('relay_bundle')
    .selectAll()
    .orderBy('stored_at', 'desc')
    .orderBy('sequence', 'desc')
    .limit(limit);
  if (site !== null) query = query.where('site', '=', site);
  return (await query.execute()).map(storedOf);
}

/** What was taken in of a line. */
export async function coveredBy(db: Db, line: Line): Promise<Covered[]> {
  const rows = await lineRows(db, line)
    .where('state', 'in', ['applied', 'received', 'passed-over', 'written'])
    .clearSelect()
    .select(['sequence', 'from_at', 'to_at', 'stored_at'])
    .execute();
  return rows.map(({ sequence, from_at, to_at, stored_at }) => ({
    sequence,
    from: from_at.toISOString(),
    to: to_at.toISOString(),
    storedAt: stored_at.toISOString(),
  }));
}

/** What crossed between headquarters and this site, seen from headquarters; oldest first, at most 400. */
export async function crossingsOf(
  db: Db,
  { site, stream }: Pick<Line, 'site' | 'stream'>,
): Promise<Crossing[]> {
  const { rows } = await sql<{ made_at: Date; stored_at: Date; heard: unknown }>`
    select made_at, stored_at, heard from (
      select made_at, stored_at, heard, sequence from relay_bundle
      where site = ${site} and stream = ${stream} and direction = 'up' order by sequence desc limit 200) last order by sequence`.execute(
    db,
  );
  return rows.flatMap(({ made_at, stored_at, heard }): Crossing[] => {
    const told = manifestSchema.shape.heard.parse(heard);
    return [
      ...(told === null
        ? []
        : [{ direction: 'down' as const, sentAt: Date.parse(told.createdAt), takenAt: Date.parse(told.at) }]),
      { direction: 'up' as const, sentAt: made_at.getTime(), takenAt: stored_at.getTime() },
    ];
  });
}

const states = z.enum(['prepared', 'written', 'received', 'applied', 'passed-over']);
const countsSchema = z.record(z.string(), z.number());

function storedOf(row: Selectable<DB['relay_bundle']>): StoredBundle {
  return {
    site: row.site,
    direction: row.direction === 'up' ? 'up' : 'down',
    stream: row.stream,
    sequence: row.sequence,
    hash: row.hash,
    previous: row.previous,
    state: states.parse(row.state),
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    madeAt: row.made_at.toISOString(),
    storedAt: row.stored_at.toISOString(),
    bytes: row.bytes,
    counts: countsSchema.parse(row.counts),
    policy: row.policy,
    by: row.by_whom,
    file: row.file,
    preview: row.preview,
  };
}

/** What others than storage see of it. */
export function viewOf(bundle: StoredBundle): BundleView {
  const { site, direction, sequence, hash, state, from, to, madeAt, storedAt, bytes, counts, policy, by } =
    bundle;
  return { site, direction, sequence, hash, state, from, to, madeAt, storedAt, bytes, counts, policy, by };
}
