import type { CommsNumbers, numbersInput } from '@fieldmarshal/contract/comms';
import { sql } from 'kysely';
import type { z } from 'zod';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { changedRatio } from '../core/messages/distance.ts';

const textsMax = 2_000;

/**
 * How fast people were told of the incidents declared in the last days, how much of the drafts was changed, and how often a promise was late. Drills and
 * duplicates are left out; medians and ninetieths are values that were measured (nearest rank).
 */
export async function commsNumbers(ctx: Ctx, { days }: z.output<typeof numbersInput>): Promise<CommsNumbers> {
  permit(ctx, 'communication.read');
  const [times, edits, promises] = await Promise.all([
    timesOf(ctx, days),
    editsOf(ctx, days),
    promisesOf(ctx, days),
  ]);
  return { ...times, edits, ...promises };
}

interface Times {
  from: Date;
  until: Date;
  n_draft: number;
  p50_draft: number | null;
  p90_draft: number | null;
  n_approval: number;
  p50_approval: number | null;
  p90_approval: number | null;
  n_delivery: number;
  p50_delivery: number | null;
  p90_delivery: number | null;
}

async function timesOf(ctx: Ctx, days: number): Promise<Omit<CommsNumbers, 'edits' | 'promises' | 'late'>> {
  const part = (name: string) => sql`
    count(${sql.ref(name)})::int as ${sql.ref(`n_${name}`)},
    percentile_disc(0.5) within group (order by ${sql.ref(name)}) as ${sql.ref(`p50_${name}`)},
    percentile_disc(0.9) within group (order by ${sql.ref(name)}) as ${sql.ref(`p90_${name}`)}`;
  const { rows } = await sql<Times>`
    with firsts as (
      select extract(epoch from min(c.drafted_at) - i.declared_at)::float8 as draft,
        extract(epoch from min(c.approved_at) - i.declared_at)::float8 as approval,
        extract(epoch from (
          select min(r.changed_at) from communication_recipient r join communication s on s.id = r.communication_id
          where s.incident_id = i.id and r.state in ('sent', 'delivered')) - i.declared_at)::float8 as delivery
      from incident i join communication c on c.incident_id = i.id
      where i.declared_at > now() - ${days} * interval '1 day' and not i.drill and i.merged_into is null
      group by i.id, i.declared_at)
    select now() - ${days} * interval '1 day' as "from", now() as "until",
      ${part('draft')}, ${part('approval')}, ${part('delivery')} from firsts`.execute(
    ctx.env.databases[ctx.pool],
  );
  const [row] = rows;
  if (row === undefined) throw new AppError('unavailable', 'The numbers cannot be read at the moment.');
  return {
    from: row.from.toISOString(),
    until: row.until.toISOString(),
    toDraft: { n: row.n_draft, p50S: row.p50_draft, p90S: row.p90_draft },
    toApproval: { n: row.n_approval, p50S: row.p50_approval, p90S: row.p90_approval },
    toDelivery: { n: row.n_delivery, p50S: row.p50_delivery, p90S: row.p90_delivery },
  };
}

async function editsOf(ctx: Ctx, days: number): Promise<CommsNumbers['edits']> {
  const { rows } = await sql<{ template: string; generated_body: string; body: string }>`
    select template, generated_body, body from communication
    where state = 'sent' and generated_body is not null and sent_at > now() - ${days} * interval '1 day'
    order by sent_at desc limit ${textsMax}`.execute(ctx.env.databases[ctx.pool]);
  const byTemplate = Map.groupBy(rows, ({ template }) => template);
  return [...byTemplate]
    .map(([template, list]) => ({
      template,
      n: list.length,
      changedRatio:
        list.reduce((sum, { generated_body, body }) => sum + changedRatio(generated_body, body), 0) /
        list.length,
    }))
    .toSorted((a, b) => b.changedRatio - a.changedRatio);
}

async function promisesOf(ctx: Ctx, days: number): Promise<{ promises: number; late: number }> {
  const { rows } = await sql<{ promises: number; late: number }>`
    select count(*)::int as promises, count(*) filter (where coalesce(p.kept_at, now()) > p.due)::int as late
    from update_promise p join incident i on i.id = p.incident_id and not i.drill
    where p.made_at > now() - ${days} * interval '1 day' and (p.due <= now() or p.kept_at is not null)`.execute(
    ctx.env.databases[ctx.pool],
  );
  return rows[0] ?? { promises: 0, late: 0 };
}
