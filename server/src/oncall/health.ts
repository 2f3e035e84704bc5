import { sql } from 'kysely';
import type { Env } from '#platform';

export interface PagingHealth {
  /** Pages that are due and have not left, overdue escalation steps included. */
  readonly dueUnsent: number;
  /** Seconds the oldest of them waits; 0 where there is none. */
  readonly oldestDueS: number;
  /** Pages that should have left over a minute ago, of incidents nobody was told of, and steps overdue by half a minute. */
  readonly overdue: number;
  readonly openEscalations: number;
  /** From due to handed to the channel over the last hour; 0 where nothing was sent. */
  readonly latencyP99S: number;
}

const recent = new WeakMap<Env, { at: number; health: Promise<PagingHealth> }>();
const keepMs = 1_000;

/** Numbers for `/readyz` and `/metrics`; at most one query a second. */
export async function pagingHealth(env: Env): Promise<PagingHealth> {
  const known = recent.get(env);
  if (known && performance.now() - known.at < keepMs) return known.health;
  const health = ask(env);
  recent.set(env, { at: performance.now(), health });
  health.catch(() => recent.delete(env));
  return health;
}

async function ask({ databases }: Env): Promise<PagingHealth> {
  const { rows } = await sql<PagingHealth>`
    with due as (
      select due_at from delivery where settled_at is null and due_at <= now() and regarding like 'PG-%'
        and not exists (select from delivery_attempt a where a.delivery_id = delivery.id and a.outcome = 'sent')
      union all
      select next_due_at from escalation where next_due_at <= now()),
    sent as (
      select extract(epoch from settled_at - due_at)::float8 as s from delivery
      where settled_at > now() - interval '1 hour' and state in ('sent', 'delivered') and regarding like 'PG-%')
    select
      (select count(*) from due)::int as "dueUnsent",
      coalesce((select extract(epoch from now() - min(due_at)) from due), 0)::float8 as "oldestDueS",
      ((select count(*) from escalation where status = 'paging' and next_due_at < now() - interval '30 seconds')
        + (select count(*) from delivery d where d.settled_at is null and d.due_at < now() - interval '1 minute' and d.regarding like 'PG-%'
          and d.cancelled_why is null
          and not exists (select from page p join page_ring r on r.page_id = p.id where p.incident_id = d.incident_id and r.outcome = 'sent')
        ))::int as overdue,
      (select count(*) from escalation where status = 'paging')::int as "openEscalations",
      coalesce((select percentile_disc(0.99) within group (order by s) from sent), 0)::float8 as "latencyP99S"`.execute(
    databases.worker,
  );
  return rows[0] ?? { dueUnsent: 0, oldestDueS: 0, overdue: 0, openEscalations: 0, latencyP99S: 0 };
}
