-- Actions of reviews, as the folds of their incidents have them: a cache for lists over all incidents, written with the log.
create table incident_action (
  incident_id text not null references incident (id),
  -- The number in `A3`.
  number integer not null check (number > 0),
  title text not null,
  aim text not null,
  state text not null check (state in ('open', 'doing', 'done', 'dropped')),
  owner text,
  owner_name text,
  team text,
  -- A day of no zone; over when it has passed in UTC.
  due_on date,
  tracker text,
  ticket text,
  ticket_url text,
  drill boolean not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  primary key (incident_id, number)
);
create index incident_action_due on incident_action (due_on) where state in ('open', 'doing');
create index incident_action_ticket on incident_action (tracker, ticket) where ticket is not null;
