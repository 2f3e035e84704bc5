import { actionStates } from '@fieldmarshal/contract/incidents';
import { deliveryState } from '@fieldmarshal/contract/delivery';
import type { ToldTracker } from '@fieldmarshal/contract/tickets';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform';
import type { Told } from './core/told-type.ts';

/** What the outbox calls a tracker's word of one action. */
export function regardingOf(tracker: string, ref: string): string {
  return `ticket:${tracker}:${ref}`;
}

const sentBefore = z.object({
  type: z.string(),
  state: z.enum(actionStates).nullable(),
  arrived: z.boolean(),
});

export async function loadTold(db: Kysely<DB>, regarding: string): Promise<Told[]> {
  const { rows } = await sql`
    select message ->> 'type' as type, message #>> '{data,action,state}' as state, state in ('sent', 'delivered', 'unknown', 'sending') as arrived
    from delivery where regarding = ${regarding} order by id`.execute(db);
  return z.array(sentBefore).parse(rows);
}

interface LastTold {
  /** Of the action, such as INC-42/A3. */
  readonly ref: string;
  readonly told: ToldTracker;
}

interface Row {
  readonly ref: string;
  readonly tracker: string;
  readonly type: string;
  readonly state: string;
  readonly detail: string;
  readonly at: Date;
}

const columns = sql`split_part(d.regarding, ':', 3) as ref, d.destination as tracker, d.message ->> 'type' as type, d.state, d.detail,
  coalesce(d.settled_at, d.created_at) as at`;

/** The last that each tracker was told of each action of an incident. */
export async function loadToldOf(db: Kysely<DB>, incidentId: string): Promise<LastTold[]> {
  const { rows } = await sql<Row>`
    select distinct on (d.regarding) ${columns} from delivery d
    where d.channel = 'tracker' and d.incident_id = ${incidentId} order by d.regarding, d.id desc`.execute(
    db,
  );
  return rows.map(toldOf);
}

/** The last that each of these trackers was told at all. */
export async function loadLastTold(db: Kysely<DB>, trackers: readonly string[]): Promise<LastTold[]> {
  const { rows } = await sql<Row>`
    select ${columns} from unnest(${[...trackers]}::text[]) as t(name)
    cross join lateral (
      select * from delivery where channel = 'tracker' and destination = t.name order by id desc limit 1) d`.execute(
    db,
  );
  return rows.map(toldOf);
}

function toldOf({ ref, at, state, ...row }: Row): LastTold {
  return { ref, told: { ...row, state: deliveryState.parse(state), at: at.toISOString() } };
}

/** The action that has this ticket. */
export async function findTicket(
  db: Kysely<DB>,
  { tracker, key }: { readonly tracker: string; readonly key: string },
): Promise<{ incidentId: string; action: string } | null> {
  const row = await db
    .selectFrom('incident_action')
    .select(['incident_id', 'number'])
    .where('tracker', '=', tracker)
    .where('ticket', '=', key)
    .orderBy('incident_id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { incidentId: row.incident_id, action: `A${row.number}` };
}

/** The integrations of kind `tracker` that are in force, and when each spoke last. */
export async function loadSpeakers(db: Kysely<DB>): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ name: string; last: Date | null }>`
    select i.name, max(k.last_used_at) as last from integration i left join integration_key k on k.integration_id = i.id
    where i.kind = 'tracker' and i.revoked_at is null group by i.name`.execute(db);
  return new Map(rows.map(({ name, last }) => [name, last?.toISOString() ?? null]));
}
