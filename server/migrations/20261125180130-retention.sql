-- Resolved alerts by when they ended, for the job that deletes them after their time. A resolution changes the key of an index anyway.
create index alert_resolved on alert (resolved_at) where state = 'resolved';
