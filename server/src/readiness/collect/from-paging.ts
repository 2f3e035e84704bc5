import { sql } from 'kysely';
import { found, type Collector } from './collector.ts';

interface Row {
  readonly product: string;
  readonly incidents: number;
  readonly unled: number;
  readonly pages: number;
  readonly acknowledged: number;
  readonly ack_p90_minutes: number | null;
  readonly exhausted: number;
}

/** Fewer acknowledged pages say nothing of how long it takes. */
const fewest = 5;

/** How incidents of products were answered; drills and pages to shadows are left out. */
export const fromPaging: Collector = {
  name: 'paging',
  measures: ['incidents_90d', 'serious_unled_90d', 'pages_90d', 'ack_p90_minutes', 'pages_exhausted_90d'],
  collect: async ({ db, catalog }) => {
    const { rows } = await sql<Row>`
      with recent as (
        select id, product, severity, state, field_marshal from incident
        where not drill and product is not null and declared_at > now() - interval '90 days'),
      paged as (
        select r.product, count(*)::int as pages,
          count(*) filter (where p.state = 'acknowledged')::int as acknowledged,
          percentile_cont(0.9) within group (order by extract(epoch from p.ended_at - p.opened_at) / 60)
            filter (where p.state = 'acknowledged') as ack_p90_minutes
        from recent r join page p on p.incident_id = r.id where p.shadow_of is null group by r.product),
      ended as (
        select r.product, count(*)::int as exhausted from recent r join escalation e on e.incident_id = r.id
        where e.status = 'exhausted' group by r.product)
      select r.product, count(*)::int as incidents,
        count(*) filter (where severity in ('SEV1', 'SEV2') and state in ('resolved', 'reviewed') and field_marshal is null)::int as unled,
        coalesce(max(paged.pages), 0)::int as pages, coalesce(max(paged.acknowledged), 0)::int as acknowledged,
        max(paged.ack_p90_minutes) as ack_p90_minutes, coalesce(max(ended.exhausted), 0)::int as exhausted
      from recent r left join paged using (product) left join ended using (product) group by r.product`.execute(
      db,
    );
    const byProduct = new Map(rows.map((row) => [row.product, row]));
    return found(
      catalog.list('Product').map(({ name }) => {
        const row = byProduct.get(name);
        const known = row !== undefined && row.acknowledged >= fewest;
        return [
          name,
          {
            incidents_90d: row?.incidents ?? 0,
            serious_unled_90d: row?.unled ?? 0,
            pages_90d: row?.pages ?? 0,
            ack_p90_minutes: known && row.ack_p90_minutes !== null ? rounded(row.ack_p90_minutes) : null,
            pages_exhausted_90d: row?.exhausted ?? 0,
          },
        ];
      }),
    );
  },
};

function rounded(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
