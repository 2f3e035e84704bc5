import { sql } from 'kysely';
import type { Ctx } from '#platform';

export interface Reachability {
  readonly state: 'reached' | 'not reached' | 'unknown';
  readonly at: string | null;
  readonly detail: string | null;
}

/** Whether the last page to each person reached a channel, by person; people never paged are left out. */
export async function reachabilityOf(
  ctx: Ctx,
  people: readonly string[],
): Promise<Map<string, Reachability>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<{ person: string; outcome: string; at: Date; detail: string | null }>`
    select asked.person, last.outcome, last.outcome_at as at, last.detail
    from unnest(${[...people]}::text[]) as asked(person)
    cross join lateral (
      select r.outcome, r.outcome_at, r.detail from page p join page_ring r on r.page_id = p.id
      where p.person = asked.person and r.outcome is not null
        and p.opened_at > now() - interval '90 days'
      order by p.opened_at desc, r.outcome_at desc limit 1) last`.execute(ctx.env.databases[ctx.pool]);
  return new Map(
    rows.map(({ person, outcome, at, detail }) => [
      person,
      {
        state: outcome === 'sent' || outcome === 'delivered' ? 'reached' : 'not reached',
        at: at.toISOString(),
        detail,
      },
    ]),
  );
}
