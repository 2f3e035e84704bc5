import { brief, handoverStatus, type Brief } from '@fieldmarshal/contract/oncall/handover';
import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { Baton } from './core/baton.ts';
import type { Seen } from './core/changes.ts';

const names = z.array(z.string());
const openStatuses = ['prepared', 'offered', 'signed', 'escalated'] as const;

interface Signature {
  /** For people's eyes. */
  readonly by: string;
  readonly at: Date;
}

export interface StoredHandover extends Baton {
  readonly id: string;
  readonly schedule: string;
  readonly late: boolean;
  readonly note: string;
  /** As it was signed or accepted; null until then. */
  readonly brief: Brief | null;
  readonly signature: Signature | null;
  readonly acceptance: Signature | null;
  readonly voidWhy: string | null;
}

function handoverOf(row: Selectable<DB['handover']>): StoredHandover {
  return {
    id: row.id,
    schedule: row.schedule,
    endsAt: row.ends_at.getTime(),
    at: row.change_at.getTime(),
    outgoing: names.parse(row.outgoing),
    incoming: names.parse(row.incoming),
    status: handoverStatus.parse(row.status),
    late: row.late,
    limitMinutes: row.limit_minutes,
    limitAt: row.limit_at?.getTime() ?? null,
    signed: row.signed_at !== null,
    note: row.note,
    brief: row.brief === null ? null : brief.parse(row.brief),
    signature: signatureOf(row.signed_by, row.signed_at),
    acceptance: signatureOf(row.accepted_by, row.accepted_at),
    escalatedTo: names.parse(row.escalated_to),
    voidWhy: row.void_why,
  };
}

function signatureOf(by: string | null, at: Date | null): Signature | null {
  return by === null || at === null ? null : { by, at };
}

type NewHandover = Omit<StoredHandover, 'brief' | 'signature' | 'acceptance' | 'voidWhy' | 'signed'>;

/** False where there is one of this change already. */
export async function insertHandover(tx: Tx, handover: NewHandover): Promise<boolean> {
  const row = await tx.db
    .insertInto('handover')
    .values({
      id: handover.id,
      schedule: handover.schedule,
      ends_at: new Date(handover.endsAt),
      change_at: new Date(handover.at),
      outgoing: JSON.stringify(handover.outgoing),
      incoming: JSON.stringify(handover.incoming),
      status: handover.status,
      late: handover.late,
      limit_minutes: handover.limitMinutes,
      limit_at: dateOf(handover.limitAt),
      note: handover.note,
      escalated_to: JSON.stringify(handover.escalatedTo),
      made_at: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

interface Turned {
  readonly baton: Baton;
  readonly voidWhy?: string;
  readonly signedBy?: string;
  readonly acceptedBy?: string;
  /** The facts as they are signed or accepted. */
  readonly brief?: Brief;
}

/** Stores where a handover stands now; signatures are of this transaction's moment. */
export async function saveHandover(tx: Tx, id: string, turned: Turned): Promise<void> {
  const { baton, voidWhy, signedBy, acceptedBy } = turned;
  await tx.db
    .updateTable('handover')
    .set({
      status: baton.status,
      limit_at: dateOf(baton.limitAt),
      escalated_to: JSON.stringify(baton.escalatedTo),
      ...(voidWhy === undefined ? {} : { void_why: voidWhy }),
      ...(signedBy === undefined ? {} : { signed_by: signedBy, signed_at: tx.now }),
      ...(acceptedBy === undefined ? {} : { accepted_by: acceptedBy, accepted_at: tx.now }),
      ...(turned.brief === undefined ? {} : { brief: JSON.stringify(turned.brief) }),
    })
    .where('id', '=', id)
    .execute();
}

export async function saveNote(tx: Tx, id: string, note: string): Promise<void> {
  await tx.db.updateTable('handover').set({ note }).where('id', '=', id).execute();
}

/** Locked, so that of two who sign at once one waits for the other; undefined where there is none. */
export async function handoverForUpdate(tx: Tx, id: string): Promise<StoredHandover | undefined> {
  const row = await tx.db
    .selectFrom('handover')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && handoverOf(row);
}

/** Those that stand, of one schedule: open ones, and those of changes since then; locked. */
export async function standingHandovers(tx: Tx, schedule: string, since: number): Promise<StoredHandover[]> {
  const rows = await tx.db
    .selectFrom('handover')
    .selectAll()
    .where('schedule', '=', schedule)
    .where('status', '<>', 'void')
    .where((where) =>
      where.or([where('status', 'in', openStatuses), where('change_at', '>=', new Date(since))]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => handoverOf(row));
}

export async function findHandover(db: Kysely<DB>, id: string): Promise<StoredHandover | undefined> {
  const row = await db.selectFrom('handover').selectAll().where('id', '=', id).executeTakeFirst();
  return row && handoverOf(row);
}

interface HandoverQuery {
  readonly state: 'open' | 'all';
  readonly schedule?: string | undefined;
  readonly limit: number;
}

/** The latest change first. */
export async function findHandovers(
  db: Kysely<DB>,
  { state, schedule, limit }: HandoverQuery,
): Promise<StoredHandover[]> {
  let query = db.selectFrom('handover').selectAll().orderBy('change_at', 'desc').orderBy('id').limit(limit);
  if (state === 'open') query = query.where('status', 'in', openStatuses);
  if (schedule !== undefined) query = query.where('schedule', '=', schedule);
  return (await query.execute()).map((row) => handoverOf(row));
}

/** Where the last look at each schedule ended; locked, so that one looks at a time. */
export async function watchedForUpdate(tx: Tx): Promise<Map<string, Seen>> {
  // Two first looks at once meet here.
  await sql`lock table handover_watch in share row exclusive mode`.execute(tx.db);
  const rows = await tx.db.selectFrom('handover_watch').selectAll().execute();
  return new Map(
    rows.map((row) => [
      row.schedule,
      { at: row.seen_at.getTime(), people: names.parse(row.people), until: row.people_until.getTime() },
    ]),
  );
}

export async function saveWatched(tx: Tx, watched: ReadonlyMap<string, Seen>): Promise<void> {
  const rows = [...watched].map(([schedule, { at, people, until }]) => ({
    schedule,
    at: new Date(at).toISOString(),
    people,
    until: new Date(until).toISOString(),
  }));
  await sql`
    insert into handover_watch (schedule, seen_at, people, people_until)
    select n.schedule, n.at, n.people, n.until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(schedule text, at timestamptz, people jsonb, until timestamptz)
    on conflict (schedule) do update set seen_at = excluded.seen_at, people = excluded.people, people_until = excluded.people_until`.execute(
    tx.db,
  );
  await sql`delete from handover_watch where not schedule = any(${[...watched.keys()]}::text[])`.execute(
    tx.db,
  );
}

/** Schedules with open handovers. */
export async function openSchedules(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('handover')
    .select('schedule')
    .distinct()
    .where('status', 'in', openStatuses)
    .orderBy('schedule')
    .execute();
  return rows.map(({ schedule }) => schedule);
}

function dateOf(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant);
}
