import { sql } from 'kysely';
import { retentionJob } from '#platform';

/** Deletes messages that nothing more is done for, with their attempts. The log of the incident keeps what became of them. */
export const deliveryRetention = retentionJob('delivery.retention', [
  {
    what: 'messages that were sent or given up',
    days: (config) => config.keepDeliveriesDays,
    deleting: ({ before, limit }) => sql`
      delete from delivery where id in (
        select id from delivery where settled_at < ${before} order by settled_at limit ${limit})`,
  },
  {
    what: 'tests of contact methods',
    days: (config) => config.keepDeliveriesDays,
    deleting: ({ before, limit }) => sql`
      delete from contact_test where id in (
        select id from contact_test where asked_at < ${before} order by asked_at limit ${limit})`,
  },
]);
