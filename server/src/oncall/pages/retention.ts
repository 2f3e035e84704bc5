import { sql } from 'kysely';
import { retentionJob } from '#platform';

/** Deletes how people were rung, for pages that have ended (the page itself, and who answered it, stays), and handovers of long ago. */
export const pageRetention = retentionJob('oncall.retention', [
  {
    what: 'rings of ended pages',
    days: (config) => config.keepDeliveriesDays,
    deleting: ({ before, limit }) => sql`
      delete from page_ring where (page_id, escalation_id, ring, method) in (
        select r.page_id, r.escalation_id, r.ring, r.method from page p join page_ring r on r.page_id = p.id
        where p.state <> 'open' and p.ended_at < ${before} order by p.opened_at limit ${limit})`,
  },
  {
    what: 'handovers that are over',
    days: (config) => config.keepHandoversDays,
    deleting: ({ before, limit }) => sql`
      delete from handover where id in (
        select id from handover where status in ('accepted', 'void') and change_at < ${before} order by change_at limit ${limit})`,
  },
]);
