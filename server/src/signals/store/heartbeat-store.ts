import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { Integration, Labels } from '../core/signal.ts';

type HeartbeatState = 'waiting' | 'alive' | 'missed' | 'paused';

export interface StoredHeartbeat {
  readonly id: string;
  readonly name: string;
  readonly integration: Integration;
  readonly hasKey: boolean;
  /** Null = not watched. */
  readonly intervalS: number | null;
  readonly graceS: number;
  readonly labels: Labels;
  readonly state: HeartbeatState;
  readonly lastBeatAt: Date | null;
  readonly dueAt: Date | null;
  readonly createdAt: Date;
}

const state = z.enum(['waiting', 'alive', 'missed', 'paused']);
const labels = z.record(z.string(), z.string());

interface Row {
  readonly id: string;
  readonly name: string;
  readonly integration: string;
  readonly integration_name: string;
  readonly key_hash: string | null;
  readonly interval_s: number | null;
  readonly grace_s: number;
  readonly labels: unknown;
  readonly state: string;
  readonly last_beat_at: Date | null;
  readonly due_at: Date | null;
  readonly created_at: Date;
}

function toHeartbeat(row: Row): StoredHeartbeat {
  return {
    id: row.id,
    name: row.name,
    integration: { id: row.integration, name: row.integration_name },
    hasKey: row.key_hash !== null,
    intervalS: row.interval_s,
    graceS: row.grace_s,
    labels: labels.parse(row.labels),
    state: state.parse(row.state),
    lastBeatAt: row.last_beat_at,
    dueAt: row.due_at,
    createdAt: row.created_at,
  };
}

export interface Beaten {
  readonly heartbeat: StoredHeartbeat;
  readonly before: HeartbeatState;
}

const beaten = sql`last_beat_at = now(), state = case when h.state = 'paused' then 'paused' else 'alive' end,
  due_at = now() + (h.interval_s + h.grace_s) * interval '1 second'`;

/** Notes a beat of the heartbeat with this key; `null` where no heartbeat has it. */
export async function beatByKey({ db }: Tx, keyHash: string): Promise<Beaten | null> {
  const { rows } = await sql<Row & { before: string }>`
    with old as materialized (select id, state from heartbeat where key_hash = ${keyHash} for no key update)
    update heartbeat h set ${beaten} from old where h.id = old.id returning h.*, old.state as before`.execute(
    db,
  );
  const [row] = rows;
  return row ? { heartbeat: toHeartbeat(row), before: state.parse(row.before) } : null;
}

interface NamedBeat {
  readonly id: string;
  readonly integration: Integration;
  readonly name: string;
  readonly graceS: number;
}

/** Notes a beat under an integration's key; one heard of for the first time is made, not yet watched. */
export async function beatByName({ db }: Tx, beat: NamedBeat): Promise<Beaten> {
  const { rows } = await sql<Row & { before: string | null }>`
    with old as materialized (
      select id, state from heartbeat where integration = ${beat.integration.id} and name = ${beat.name} for no key update)
    insert into heartbeat as h (id, name, integration, integration_name, grace_s, labels, state, last_beat_at, created_at)
    values (${beat.id}, ${beat.name}, ${beat.integration.id}, ${beat.integration.name}, ${beat.graceS}, '{}', 'alive', now(), now())
    on conflict (integration, name) do update set ${beaten}
    returning h.*, (select old.state from old) as before`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a beat was not stored');
  return { heartbeat: toHeartbeat(row), before: state.parse(row.before ?? 'waiting') };
}

/** Takes heartbeats that are overdue and marks them missed. After an outage of ours each gets its whole interval anew. */
export async function takeMissed({ db, now }: Tx): Promise<StoredHeartbeat[]> {
  const { rows } = await sql<Row>`
    with due as materialized (
      select h.id from heartbeat h, intake_state s
      where h.state = 'alive' and h.due_at <= ${now}
        and (s.grace_since is null or h.last_beat_at >= s.grace_since
          or ${now} >= s.grace_since + (h.interval_s + h.grace_s) * interval '1 second')
      order by h.id limit 1000 for update of h skip locked)
    update heartbeat h set state = 'missed' from due where h.id = due.id returning h.*`.execute(db);
  return rows.map((row) => toHeartbeat(row));
}

export async function listHeartbeats(db: Kysely<DB>): Promise<StoredHeartbeat[]> {
  const rows = await db
    .selectFrom('heartbeat')
    .selectAll()
    .orderBy('name')
    .orderBy('id')
    .limit(5_000)
    .execute();
  return rows.map((row) => toHeartbeat(row));
}

export async function lockHeartbeat({ db }: Tx, id: string): Promise<StoredHeartbeat | null> {
  const row = await db
    .selectFrom('heartbeat')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? toHeartbeat(row) : null;
}

interface SavedHeartbeat {
  readonly heartbeat: StoredHeartbeat;
  /** Of the new key; `undefined` keeps the one there is. */
  readonly keyHash?: string | undefined;
}

export async function saveHeartbeat({ db }: Tx, { heartbeat, keyHash }: SavedHeartbeat): Promise<void> {
  const row = {
    name: heartbeat.name,
    interval_s: heartbeat.intervalS,
    grace_s: heartbeat.graceS,
    labels: JSON.stringify(heartbeat.labels),
    state: heartbeat.state,
    due_at: heartbeat.dueAt,
    ...(keyHash === undefined ? {} : { key_hash: keyHash }),
  };
  await db
    .insertInto('heartbeat')
    .values({
      id: heartbeat.id,
      integration: heartbeat.integration.id,
      integration_name: heartbeat.integration.name,
      created_at: heartbeat.createdAt,
      ...row,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export async function removeHeartbeat({ db }: Tx, id: string): Promise<void> {
  await db.deleteFrom('heartbeat').where('id', '=', id).execute();
}
