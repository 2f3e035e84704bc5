import { sql, type RawBuilder } from 'kysely';
import { pulseTask } from '#oncall';
import { thinkingLanes, type Env, type Lane } from '#platform';
import { allHandlers } from '../env.ts';

/** What the database tells of the work being done, whichever process does it. */
export interface WorkState {
  /** Seconds since the recurring look at escalations should have run: the pulse of all workers. Negative while they are in time; null before the first. */
  readonly pulseLateS: number | null;
  /** Seconds the oldest due job has waited; 0 where none is due. Without what waits for pages: nobody is paged later by that. */
  readonly oldestDueJobS: number;
  /** The same of what is written down of pages, and of what is worked out for the first time, or anew because a fact came: how far the log, impact, causes and drafts are behind. */
  readonly oldestThoughtS: number;
  /** The same of what is brought up to date because time went by, which comes after. */
  readonly oldestRenewalS: number;
}

/** One look, on the connections of `env`. Throws where storage does not answer. */
export async function readWorkState(env: Pick<Env, 'databases' | 'reactions'>): Promise<WorkState> {
  const inLanes = (lanes: readonly Lane[]): string[] =>
    allHandlers(env).flatMap(({ task }) => (lanes.includes(task.lane) ? task.name : []));
  const renewals = inLanes(['renew']);
  const thoughts = inLanes(['record', ...thinkingLanes.filter((lane) => lane !== 'renew')]);
  const { rows } = await sql<WorkState>`
    select (select extract(epoch from now() - due_at)::float8 from timer where key = ${pulseTask}) as "pulseLateS",
      ${waitOf(sql`task <> all(${[...thoughts, ...renewals]}::text[])`)} as "oldestDueJobS",
      ${waitOf(sql`task = any(${thoughts}::text[])`)} as "oldestThoughtS",
      ${waitOf(sql`task = any(${renewals}::text[])`)} as "oldestRenewalS"`.execute(env.databases.worker);
  return rows[0] ?? { pulseLateS: null, oldestDueJobS: 0, oldestThoughtS: 0, oldestRenewalS: 0 };
}

function waitOf(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((select extract(epoch from now() - min(due_at)) from timer where due_at <= now() and ${which}), 0)::float8`;
}

/** A pulse later than this means that no worker does its work. */
const pulseLateSMax = 15;

/** Whether no process is doing the work of escalation and delivery. */
export function standsStill({ pulseLateS }: WorkState): boolean {
  return pulseLateS === null || pulseLateS > pulseLateSMax;
}
