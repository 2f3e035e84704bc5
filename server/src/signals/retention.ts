import { sql } from 'kysely';
import { retentionJob } from '#platform';

/**
 * Deletes what is over. An alert that its sender still repeats stays, however long ago a person resolved it: its row is what keeps it
 * from opening again. A group goes after the last of its alerts.
 */
export const signalsRetention = retentionJob('signals.retention', [
  {
    what: 'resolved alerts',
    days: (config) => config.keepAlertsDays,
    deleting: ({ before, limit }) => sql`
        with old as (
          select id from alert where state = 'resolved' and resolved_at < ${before} and last_seen_at < ${before}
          order by resolved_at limit ${limit}),
        events as (delete from alert_event where alert_id in (select id from old))
        delete from alert where id in (select id from old)`,
  },
  {
    what: 'closed groups of alerts',
    days: (config) => config.keepAlertsDays,
    deleting: ({ before, limit }) => sql`
        delete from alert_group where id in (
          select g.id from alert_group g where g.state = 'closed' and g.closed_at < ${before}
            and not exists (select from alert a where a.group_id = g.id)
          order by g.id limit ${limit})`,
  },
  {
    what: 'ended silences',
    days: (config) => config.keepAlertsDays,
    // One that was ended by hand before its time stays until that time is over: it is what keeps it from being planned again.
    deleting: ({ before, limit }) => sql`delete from silence where id in (
          select id from silence where ends_at < ${before}
            and (planned_for is null or planned_for < ${before}::timestamptz - interval '31 days')
          order by ends_at limit ${limit})`,
  },
  {
    what: 'changes',
    days: (config) => config.keepAlertsDays,
    deleting: ({ before, limit }) => sql`delete from change where id in (
          select id from change where received_at < ${before} and at < ${before} order by at limit ${limit})`,
  },
  {
    what: 'signals that were not understood',
    days: (config) => config.keepUnparsedDays,
    deleting: ({ before, limit }) => sql`delete from unparsed_signal where received_at < ${before} and id in (
          select id from unparsed_signal order by id limit ${limit})`,
  },
  {
    what: 'ends of incidents',
    days: (config) => config.keepFactsDays,
    deleting: ({ before, limit }) => sql`delete from ended_incident where incident_id in (
          select incident_id from ended_incident where at < ${before} limit ${limit})`,
  },
]);
