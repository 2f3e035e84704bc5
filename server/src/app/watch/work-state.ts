import { sql } from 'kysely';
import { pulseTask } from '#oncall';
import type { Env } from '#platform';

/** What the database tells of the work being done, whichever process does it. */
export interface WorkState {
  /** Seconds since the recurring look at escalations should have run: the pulse of all workers. Negative while they are in time; null before the first. */
  readonly pulseLateS: number | null;
  /** Seconds the oldest due job has waited; 0 where none is due. */
  readonly oldestDueJobS: number;
}

/** One look, on the connections of `env`. Throws where storage does not answer. */
export async function readWorkState(env: Pick<Env, 'databases'>): Promise<WorkState> {
  const { rows } = await sql<WorkState>`
    select (select extract(epoch from now() - due_at)::float8 from timer where key = ${pulseTask}) as "pulseLateS",
      coalesce((select extract(epoch from now() - min(due_at)) from timer where due_at <= now()), 0)::float8 as "oldestDueJobS"`.execute(
    env.databases.worker,
  );
  return rows[0] ?? { pulseLateS: null, oldestDueJobS: 0 };
}

/** A pulse later than this means that no worker does its work. */
const pulseLateSMax = 15;

/** Whether no process is doing the work of escalation and delivery. */
export function standsStill({ pulseLateS }: WorkState): boolean {
  return pulseLateS === null || pulseLateS > pulseLateSMax;
}
