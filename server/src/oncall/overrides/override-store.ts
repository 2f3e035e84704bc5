import { overrideKind } from '@fieldmarshal/contract/oncall/overrides';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';

const source = z.enum(['hand', 'cover', 'swap', 'calendar']);

/** An override made beside a schedule's rules. `start` and `end` are the time in which it counts, as RFC 3339. */
export interface StoredOverride {
  readonly id: string;
  readonly schedule: string;
  readonly kind: z.infer<typeof overrideKind>;
  readonly user: string;
  readonly replaces: string | undefined;
  readonly start: string;
  readonly end: string;
  readonly why: string;
  readonly source: z.infer<typeof source>;
  readonly madeBy: string;
  readonly madeByPerson: string | null;
  readonly madeAt: string;
  readonly withdrawnBy: string | null;
}

export function overrideOf(row: Selectable<DB['schedule_override']>): StoredOverride {
  return {
    id: row.id,
    schedule: row.schedule,
    kind: overrideKind.parse(row.kind),
    user: row.person,
    replaces: row.replaces ?? undefined,
    start: row.start_at.toISOString(),
    end: row.end_at.toISOString(),
    why: row.why,
    source: source.parse(row.source),
    madeBy: row.made_by,
    madeByPerson: row.made_by_person,
    madeAt: row.made_at.toISOString(),
    withdrawnBy: row.withdrawn_by,
  };
}

export type NewOverrideRow = Omit<StoredOverride, 'madeAt' | 'withdrawnBy'> & {
  readonly origin: string | null;
};

export async function insertOverride(tx: Tx, row: NewOverrideRow): Promise<StoredOverride> {
  const stored = await tx.db
    .insertInto('schedule_override')
    .values({
      id: row.id,
      schedule: row.schedule,
      kind: row.kind,
      person: row.user,
      replaces: row.replaces ?? null,
      start_at: row.start,
      end_at: row.end,
      why: row.why,
      source: row.source,
      origin: row.origin,
      made_by: row.madeBy,
      made_by_person: row.madeByPerson,
      made_at: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return overrideOf(stored);
}

/** Locked, so that of two who withdraw one waits for the other; undefined where there is none. */
export async function overrideForUpdate(tx: Tx, id: string): Promise<StoredOverride | undefined> {
  const row = await tx.db
    .selectFrom('schedule_override')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && overrideOf(row);
}

/** Ends it now; one that has not begun never counts. */
export async function endOverride(tx: Tx, { id, start, end }: StoredOverride, by: string): Promise<string> {
  const endsAt = new Date(Math.max(Date.parse(start), Math.min(Date.parse(end), tx.now.getTime())));
  await tx.db
    .updateTable('schedule_override')
    .set({ end_at: endsAt, withdrawn_by: by, withdrawn_at: tx.now })
    .where('id', '=', id)
    .execute();
  return endsAt.toISOString();
}

/** Overrides made beside a schedule that touch `[from, to)`, in the order of creation, withdrawn ones included; at most 5,000. */
export async function overridesBetween(
  db: Kysely<DB>,
  { schedule, from, to }: { schedule: string; from: Date; to: Date },
): Promise<StoredOverride[]> {
  const rows = await db
    .selectFrom('schedule_override')
    .selectAll()
    .where('schedule', '=', schedule)
    .where('end_at', '>=', from)
    .where('start_at', '<', to)
    .orderBy('n')
    .limit(5_000)
    .execute();
  return rows.map((row) => overrideOf(row));
}

/** Overrides made beside a schedule that count now or later, in the order of creation, as this transaction sees them. */
export async function comingOverrides(tx: Tx, schedule: string): Promise<StoredOverride[]> {
  const rows = await tx.db
    .selectFrom('schedule_override')
    .selectAll()
    .where('schedule', '=', schedule)
    .where('end_at', '>', tx.now)
    .whereRef('end_at', '>', 'start_at')
    .orderBy('n')
    .execute();
  return rows.map((row) => overrideOf(row));
}

/** Overrides of one schedule that may count now or later. */
export const comingMax = 2_000;

/** How many count now or later. */
export async function countComing(tx: Tx, schedule: string): Promise<number> {
  const row = await tx.db
    .selectFrom('schedule_override')
    .select((select) => select.fn.countAll<string>().as('n'))
    .where('schedule', '=', schedule)
    .where('end_at', '>', tx.now)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
