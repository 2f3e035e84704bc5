import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform';
import type { Matcher } from '../core/matcher.ts';
import type { SilenceRule } from '../core/silence.ts';

/** How long silences that have ended are kept in sight. */
const keptDays = 30;

export interface StoredSilence extends SilenceRule {
  readonly kind: 'silence' | 'maintenance';
  readonly title: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The object of the catalog whose times it follows, such as `MaintenanceWindow/nightly`; null: made by somebody. */
  readonly source: string | null;
  /** With a source: when it begins by those times, which tells it from its others even where it was ended before. */
  readonly plannedFor: number | null;
}

const matchers: z.ZodType<Matcher[]> = z.array(
  z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() }),
);

function toSilence(row: Selectable<DB['silence']>): StoredSilence {
  return {
    id: row.id,
    kind: row.kind === 'maintenance' ? 'maintenance' : 'silence',
    title: row.title,
    matchers: matchers.parse(row.matchers),
    products: row.products,
    environments: row.environments,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    createdBy: row.created_by,
    integration: row.integration,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    source: row.source,
    plannedFor: row.planned_for?.getTime() ?? null,
  };
}

/** The version, and every silence that is or will be in force, oldest first. */
export async function loadRules(
  db: Kysely<DB>,
): Promise<{ readonly version: number; readonly rules: readonly SilenceRule[] }> {
  const state = await db.selectFrom('intake_state').select('silence_version').executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('silence')
    .selectAll()
    .where('ends_at', '>', sql<Date>`now()`)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return { version: state.silence_version, rules: rows.map((row) => toSilence(row)) };
}

export async function findSilence(db: Kysely<DB>, id: string): Promise<StoredSilence | null> {
  const row = await db.selectFrom('silence').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toSilence(row) : null;
}

/** Silences in force, planned, or ended within the last 30 days, newest first; at most 10,000. */
export async function listSilences(db: Kysely<DB>, kind?: StoredSilence['kind']): Promise<StoredSilence[]> {
  const rows = await db
    .selectFrom('silence')
    .selectAll()
    .where('ends_at', '>', sql<Date>`now() - ${keptDays} * interval '1 day'`)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(10_000)
    .execute();
  return rows.map((row) => toSilence(row));
}

/** Inserts or replaces, and tells every process that its silences are old. */
export async function saveSilence(db: Kysely<DB>, silence: StoredSilence): Promise<void> {
  const row = {
    kind: silence.kind,
    title: silence.title,
    matchers: JSON.stringify(silence.matchers),
    products: [...silence.products],
    environments: [...silence.environments],
    starts_at: new Date(silence.startsAt),
    ends_at: new Date(silence.endsAt),
    created_by: silence.createdBy,
    integration: silence.integration,
    created_at: new Date(silence.createdAt),
    updated_at: new Date(silence.updatedAt),
    source: silence.source,
    planned_for: silence.plannedFor === null ? null : new Date(silence.plannedFor),
  };
  await db
    .insertInto('silence')
    .values({ id: silence.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  await outdate(db);
}

/** Takes away one that has not begun. */
export async function deleteSilence(db: Kysely<DB>, id: string): Promise<void> {
  await db.deleteFrom('silence').where('id', '=', id).execute();
  await outdate(db);
}

async function outdate(db: Kysely<DB>): Promise<void> {
  await db
    .updateTable('intake_state')
    .set((eb) => ({ silence_version: eb('silence_version', '+', 1) }))
    .execute();
}

/** Everything that follows times of the catalog, ended ones too. Locked, so that it is planned by one at a time. */
export async function lockPlanned(db: Kysely<DB>): Promise<StoredSilence[]> {
  await db.selectFrom('intake_state').select('silence_version').forUpdate().execute();
  const rows = await db.selectFrom('silence').selectAll().where('source', 'is not', null).execute();
  return rows.map((row) => toSilence(row));
}

/** `source planned_for`, in milliseconds, of those that somebody ended or called off. */
export async function listEndedEarly(db: Kysely<DB>): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('silence')
    .select(['source', 'planned_for'])
    .where('source', 'is not', null)
    .where('ends_at', '<=', sql<Date>`now()`)
    .execute();
  return new Set(rows.map((row) => `${row.source} ${row.planned_for?.getTime()}`));
}
