import type { DelegationRow } from '@fieldmarshal/contract/assist';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import type { Delegated } from '../core/delegation/record.ts';

interface Given {
  readonly incidentId: string;
  readonly seq: number;
  readonly team: string;
  readonly points: number | null;
  readonly at: string;
  readonly due: string;
  readonly state: Delegated['state'];
  readonly how: Delegated['how'];
  readonly note: string;
  readonly endedAt: string | null;
}

/** As it is told of last; what is told late of an earlier state changes nothing. Gives the state it is in then. */
export async function storeDelegation({ db }: Tx, given: Given): Promise<string> {
  const accepted = given.state === 'accepted' ? given.endedAt : null;
  const { rows } = await sql<{ state: string }>`
    insert into delegation as kept (incident_id, seq, team, points, delegated_at, due_at, state, how, note, accepted_at, ended_at)
    values (${given.incidentId}, ${given.seq}, ${given.team}, ${given.points}, ${given.at}, ${given.due}, ${given.state}, ${given.how},
      ${given.note}, ${accepted}, ${given.endedAt})
    on conflict (incident_id, seq) do update set accepted_at = coalesce(kept.accepted_at, excluded.accepted_at),
      state = case when kept.state = 'returned' or excluded.state = 'waiting' then kept.state else excluded.state end,
      how = coalesce(kept.how, excluded.how),
      note = case when kept.state = 'returned' then kept.note else excluded.note end,
      ended_at = case when kept.state = 'returned' then kept.ended_at else coalesce(excluded.ended_at, kept.ended_at) end
    returning state`.execute(db);
  return rows[0]?.state ?? given.state;
}

type Row = DelegationRow & Delegated;

const judgedMax = 500;

/** The newest delegations, of one team or of all, newest first. */
export async function loadDelegations(db: Kysely<DB>, team: string | null): Promise<Row[]> {
  const { rows } = await sql<Stored>`
    select d.*, i.title, i.resolved_at, i.is_open from delegation d join incident i on i.id = d.incident_id
    where not i.drill and (${team}::text is null or d.team = ${team}) order by d.delegated_at desc, d.seq desc limit ${judgedMax}`.execute(
    db,
  );
  return rows.map((row) => ({
    ...{ incidentId: row.incident_id, title: row.title, team: row.team, points: row.points },
    ...{ state: row.state, how: row.how, note: row.note, isResolved: !row.is_open },
    ...{ due: row.due_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null },
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    at: row.delegated_at.toISOString(),
    atMs: row.delegated_at.getTime(),
    acceptedAtMs: row.accepted_at?.getTime() ?? null,
  }));
}

interface Stored {
  readonly incident_id: string;
  readonly title: string;
  readonly team: string;
  readonly points: number | null;
  readonly delegated_at: Date;
  readonly due_at: Date;
  readonly state: Delegated['state'];
  readonly how: Delegated['how'];
  readonly note: string;
  readonly accepted_at: Date | null;
  readonly ended_at: Date | null;
  readonly resolved_at: Date | null;
  readonly is_open: boolean;
}
