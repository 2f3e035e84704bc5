import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

export interface StreamState {
  readonly name: string;
  /** All rows up to this one were taken; 0: none yet. */
  readonly sentSeq: number;
  readonly sentAt: Date | null;
  readonly failingSince: Date | null;
  readonly failure: string;
}

/** How far the receivers of these names are; those that never took anything are left out. */
export async function streamStates(db: Kysely<DB>, names: readonly string[]): Promise<StreamState[]> {
  const { rows } = await sql<StreamState>`
    select name, sent_seq as "sentSeq", sent_at as "sentAt", failing_since as "failingSince", failure
    from audit_stream where name = any(${[...names]}::text[])`.execute(db);
  return [...rows];
}

export async function noteSent(db: Kysely<DB>, name: string, seq: number): Promise<void> {
  await sql`
    insert into audit_stream (name, sent_seq, sent_at) values (${name}, ${seq}, now())
    on conflict (name) do update set sent_seq = greatest(audit_stream.sent_seq, excluded.sent_seq), sent_at = excluded.sent_at,
      failing_since = null, failure = ''`.execute(db);
}

export async function noteFailure(db: Kysely<DB>, name: string, failure: string): Promise<void> {
  await sql`
    insert into audit_stream (name, sent_seq, failing_since, failure) values (${name}, 0, now(), ${failure})
    on conflict (name) do update set failing_since = coalesce(audit_stream.failing_since, excluded.failing_since), failure = excluded.failure`.execute(
    db,
  );
}

/** The newest row of the log; 0: there is none. */
export async function newestSeq(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ seq: number | null }>`select max(seq) as seq from audit`.execute(db);
  return rows[0]?.seq ?? 0;
}
