-- One row for each incident: what its log, its alerts and its impact add up to, for numbers over many. Renewed when the log went on.
create table insight_incident (
  incident_id text primary key references incident (id),
  -- Of the log when this was rolled up, and the version of what is reckoned.
  seq integer not null,
  version integer not null,
  rolled_at timestamptz not null,
  -- False for drills and for what was merged into another: they count in nothing.
  counts boolean not null,
  title text not null,
  severity text,
  product text,
  team text,
  environment text,
  hub text,
  state text not null,
  declared_at timestamptz not null,
  reopened integer not null,
  found_by text not null check (found_by in ('check', 'monitoring', 'people')),
  false_alarm boolean not null,
  -- Milliseconds from the declaration, in detect to it; below zero where a clock was wrong; null: it did not happen.
  detect_ms bigint,
  acknowledge_ms bigint,
  marshal_ms bigint,
  assess_ms bigint,
  message_ms bigint,
  mitigate_ms bigint,
  resolve_ms bigint,
  cause_kind text,
  cause_name text,
  cause_title text,
  -- null: nobody knows how many users were hit.
  user_minutes double precision,
  -- User-minutes by customer.
  customers jsonb not null,
  -- Who was paged, at which hour of their own day.
  pages jsonb not null,
  people integer not null,
  person_minutes integer not null
);
create index insight_incident_declared on insight_incident (declared_at) where counts;

-- Alerts of each rule on each day (UTC), by the incident they opened or joined ('' for none).
create table insight_rule_day (
  day date not null,
  rule text not null,
  product text not null,
  environment text not null,
  incident_id text not null,
  alerts integer not null,
  silenced integer not null,
  primary key (day, rule, product, environment, incident_id)
);

-- What each check was worth on each day (UTC).
create table insight_check_day (
  day date not null,
  check_name text not null,
  episodes integer not null,
  judged integer not null,
  real integer not null,
  concerned integer not null,
  seen integer not null,
  before_people integer not null,
  primary key (day, check_name)
);
